#!/bin/sh
# Mail::DeliveryStatus::BounceParser 1.543 (Debian 12's 1.543+repacked-1, Perl 5.36, 2026-11-29), reports of servers (RFC 3464).
# Guess: a report is a bounce if it names a recipient whose delivery failed; a receipt (RFC 8098) and a person's question are none.
# Seen: one recipient who got it makes it none: failed for one and delivered to the next is no bounce (the failed one stands
# among its reports), the other way round there is not even a report. A receipt that says "displayed" is a bounce, of nobody.
# So is a customer's mail that asks why his own mail came back, and the address he names counts as dead ("user_unknown").
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in libmail-deliverystatus-bounceparser-perl=1.543+repacked-1 libmime-tools-perl libmailtools-perl libtimedate-perl \
  libconvert-binhex-perl; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >try.pl <<'PL'
use strict;
use warnings;
use Mail::DeliveryStatus::BounceParser;

sub report {
  my ($kind, $part) = @_;
  my $type = $kind eq 'delivery-status' ? 'message/delivery-status' : 'message/disposition-notification';
  return "From: MAILER-DAEMON\@mx.example\nTo: desk\@desk.example\nSubject: Report\nMIME-Version: 1.0\n"
    . "Content-Type: multipart/report; report-type=$kind; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nA report.\n"
    . "--b\nContent-Type: $type\n\n$part\n--b--\n";
}

sub group {
  my ($name, $action, $status, $answer) = @_;
  return "Final-Recipient: rfc822; $name\@customer.example\nAction: $action\nStatus: $status\nDiagnostic-Code: smtp; $answer\n";
}

sub verdict {
  my ($what, $mail) = @_;
  my $parsed = Mail::DeliveryStatus::BounceParser->new($mail);
  my $found = ($parsed->is_bounce ? 'bounce' : 'none') . ': ' . join(' ', map { $_->get('email') } $parsed->reports);
  printf "%-28s %s\n", $what, $found;
  return $found;
}

my $host = "Reporting-MTA: dns; mx.example\n\n";
my $failed = group('ani', 'failed', '5.1.1', '550 5.1.1 no such user');
my $delivered = group('beni', 'delivered', '2.0.0', '250 2.0.0 ok');
my @seen = (
  verdict('failed', report('delivery-status', "$host$failed")),
  verdict('failed, then delivered', report('delivery-status', "$host$failed\n$delivered")),
  verdict('delivered, then failed', report('delivery-status', "$host$delivered\n$failed")),
  verdict('displayed', report('disposition-notification',
    "Final-Recipient: rfc822; ani\@customer.example\nDisposition: manual-action/MDN-sent-manually; displayed\n")),
  verdict('a question', "From: ani\@customer.example\nTo: desk\@desk.example\nSubject: Mail delivery failed?\n\n"
    . "Surel saya ke beni\@customer.example kembali: 550 user unknown. Mohon dicek.\n"),
);
my @known = ('bounce: ani@customer.example', 'none: ani@customer.example', 'none: ', 'bounce: ', 'bounce: beni@customer.example');
exit(join("\n", @seen) ne join("\n", @known));
PL
perl -Iusr/share/perl5 try.pl
