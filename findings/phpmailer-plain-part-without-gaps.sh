#!/bin/sh
# PHPMailer 6.6.3 (Debian 12's 6.6.3-1, PHP 8.2.36, amd64, 2026-11-30), behind the forms of most web sites: msgHTML, which makes
# the plain part of a mail as well.
# Guess: a line for each paragraph, row and item, as a browser shows them; or no plain part.
# Seen: the tags are left away and nothing is put in their place, unless the HTML happens to have line breaks between them: the last
# word of a paragraph or cell grows together with the first of the next ("Nama: AniNomor: 0812Nominal50.000"). It is multipart/
# alternative all the same, so who reads plain text first, as most desks do, has a phone number that ends with an amount, and no
# expression for a line of the form finds it. Where a link leads is lost as well. A picture's words (alt) are gone, too.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in php8.2-cli=8.2.36-1~deb12u1 php8.2-common=8.2.36-1~deb12u1 libphp-phpmailer=6.6.3-1; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >try.php <<'PHP'
<?php
foreach (["Exception", "PHPMailer"] as $name) {
    require "usr/share/php/libphp-phpmailer/src/$name.php";
}

function plain(string $html): string
{
    $mail = new PHPMailer\PHPMailer\PHPMailer(true);
    $mail->setFrom("form@toko.example");
    $mail->addAddress("desk@desk.example");
    $mail->Subject = "Pulsa";
    $mail->msgHTML($html);
    assert($mail->preSend() && str_contains($mail->getSentMIMEMessage(), "multipart/alternative"));
    echo str_pad(json_encode($html, JSON_UNESCAPED_SLASHES), 110), " ", json_encode($mail->AltBody), "\n";
    return $mail->AltBody;
}

assert(plain("<p>Nama: Ani</p><p>Nomor: 0812</p>") === "Nama: AniNomor: 0812");
assert(plain("<table><tr><td>0812</td><td>50.000</td></tr><tr><td>0813</td><td>25.000</td></tr></table>") === "081250.000081325.000");
assert(plain("<ul><li>satu</li><li>dua</li></ul>baris<br>baru") === "satuduabarisbaru");
assert(plain("<p>Lihat <a href='https://toko.example/4'>ini</a><img alt='kode 77' src='https://toko.example/7'></p>") === "Lihat ini");
assert(plain("<p>Nama: Ani</p>\n<p>Nomor: 0812</p>") === "Nama: Ani\r\nNomor: 0812");
PHP
modules=$(echo "$folder"/usr/lib/php/2*)
usr/bin/php8.2 -n -d "extension_dir=$modules" -d extension=ctype -d zend.assertions=1 -d assert.exception=1 try.php
