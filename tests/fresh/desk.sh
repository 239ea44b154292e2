#!/usr/bin/env bash
# From nothing to a claimed ticket by the README's words: a fresh Debian, its Dovecot and its Postfix, a PIC with a login
# of her own. As root, with a network for apt and pip:   tests/fresh/desk.sh [bookworm | trixie]
#
# The lines of README's first step are taken out of it and typed as they stand. BASE=FOLDER saves debootstrap: a Debian
# that was made before. PIP=FILE and CA=FILE: a pip.conf and a bundle of certificates, where a proxy needs them.
set -euo pipefail
suite=${1:-bookworm}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/fresh.XXXXXX")
root=$work/root
began=$(date +%s)
say() { printf '%4d s  %s\n' "$(($(date +%s) - began))" "$*"; }

if [[ $(id -u) != 0 ]] || ! command -v unshare >/dev/null || [[ -z ${BASE:-} && ! -x $(command -v debootstrap) ]]; then
    echo "desk.sh: as root, with debootstrap (apt install debootstrap)" >&2
    exit 1
fi
if [[ -z ${INSIDE:-} ]]; then # mounts of its own, which end with it
    rm -rf "$work"
    INSIDE=1 exec unshare --mount "$0" "$@"
fi
clean() {
    for place in "$root/proc" "$root/dev" "$root" "$work"; do
        ! mountpoint -q "$place" || umount --recursive --lazy "$place"
    done
    rm -rf --one-file-system "$work"
}
trap clean EXIT
inside() { # without this machine's environment
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive ${CA:+PIP_CERT=/etc/ca.crt} chroot "$root" /bin/bash -euo pipefail -c "$1"
}

# -- a fresh machine
mkdir -p "$root"
if [[ -n ${BASE:-} ]]; then
    mount -t tmpfs tmpfs "$work" && mkdir -p "$root" "$work/upper" "$work/way"
    mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$work/upper,workdir=$work/way" "$root"
else
    debootstrap --variant=minbase "$suite" "$root" >"$work/debootstrap.log"
fi
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/"
[[ -z ${CA:-} ]] || cp "$CA" "$root/etc/ca.crt"
[[ -z ${PIP:-} ]] || cp "$PIP" "$root/etc/pip.conf"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d" # no service starts
echo 'APT::Get::Assume-Yes "true";' >"$root/etc/apt/apt.conf.d/90yes"
mkdir "$root/src" && git -C "$here" archive HEAD | tar -x -C "$root/src"
inside 'apt-get update --quiet=2'
say "a fresh Debian $(cat "$root/etc/debian_version")"
began=$(date +%s) # whoever reads the README has a machine already

# -- README, step 1, as it stands there
lines=$(sed -n '/^1\. Install it/,/^2\. /s/^       \([a-z].*\)/\1/p' "$here/README.md")
[[ $(wc -l <<<"$lines") == 3 ]] || { echo "desk.sh: README's first step is no longer three lines" >&2; exit 1; }
inside "cd /src; set -x; $lines" >"$work/install.log" 2>&1 || { tail -20 "$work/install.log"; exit 1; }
inside 'mailflow init /srv/desk --yes' 2>/dev/null
say "mailflow is installed, and a home made"

# -- the mail server this desk has (the admin's own, before he ever heard of mailflow)
inside 'echo postfix postfix/main_mailer_type select "No configuration" | debconf-set-selections
    apt-get install --quiet=2 --no-install-recommends dovecot-imapd postfix openssl >/dev/null 2>&1
    for name in help budi dewi ani; do useradd --create-home "$name"; echo "$name:geheim" | chpasswd; done
    openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout /etc/ssl/own.key -out /etc/ssl/own.pem 2>/dev/null'
cat >"$root/etc/dovecot/dovecot.conf" <<'CONF'
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_server_cert_file = /etc/ssl/own.pem
ssl_server_key_file = /etc/ssl/own.key
mail_driver = maildir
mail_path = ~/Maildir
passdb pam {
}
userdb passwd {
}
CONF
if [[ $(inside 'dovecot --version') == 2.3* ]]; then
    cat >"$root/etc/dovecot/dovecot.conf" <<'CONF'
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = </etc/ssl/own.pem
ssl_key = </etc/ssl/own.key
mail_location = maildir:~/Maildir
passdb {
  driver = pam
}
userdb {
  driver = passwd
}
CONF
fi
cat >"$root/etc/postfix/main.cf" <<'CONF'
compatibility_level = 3.6
myhostname = mail.desk.example
mydestination = desk.example, toko.example, localhost
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
home_mailbox = Maildir/
alias_maps =
mailbox_command =
# stands for OpenDMARC: what it would say of the desk's own people
smtpd_sender_restrictions = check_sender_access regexp:/etc/postfix/proven
CONF
echo '/@desk\.example$/ PREPEND Authentication-Results: mail.desk.example; dmarc=pass header.from=desk.example' \
    >"$root/etc/postfix/proven"
say "a mail server"

# -- README, steps 2 to 5
cat >"$root/srv/desk/rules.yaml" <<'RULES'
desk: {name: iDuHelp, address: help@desk.example, language: id}
admin: dewi@desk.example
operators: [{name: Budi, address: budi@desk.example}]
pic: {name: Dewi, address: dewi@desk.example, login: dewi}
announce: operators
mailboxes: [{imap: "imaps://help@localhost/INBOX", password: "${MAILFLOW_IMAP_PASSWORD}", cafile: /etc/ssl/own.pem}]
outgoing: {smtp: "smtp+insecure://127.0.0.1:25"}
trust: {operators: aligned, authserv: mail.desk.example}
RULES
echo MAILFLOW_IMAP_PASSWORD=geheim >"$root/srv/desk/.env"
chmod 600 "$root/srv/desk/.env"
inside 'mailflow systemd install --home /srv/desk --group desk && usermod --append --groups desk dewi' 2>/dev/null
cp "$here/tests/fresh/people.py" "$root/people.py"
say "rules.yaml and the service"
export -f inside
export root work here CA
unshare --net bash -euo pipefail -c '
    ip link set lo up
    inside "dovecot && postfix start" >"$work/servers.log" 2>&1 || { cat "$work/servers.log"; exit 1; }
    trap "inside \"postfix stop; doveadm stop\" >/dev/null 2>&1 || true; kill \$(cat $root/run/mailflow.pid); wait || true" EXIT
    inside "mailflow --home /srv/desk check --connect" | grep "^ok"
    inside "echo \$\$ >/run/mailflow.pid
        exec setpriv --reuid mailflow --regid desk --clear-groups mailflow --home /srv/desk run --quiet" &
    inside "python3 /people.py"
    as_dewi="setpriv --reuid dewi --regid dewi --init-groups env HOME=/home/dewi MAILFLOW_HOME=/srv/desk"
    inside "$as_dewi mailflow list && $as_dewi mailflow close 1 --force && $as_dewi mailflow report | sed -n 1,3p"
'
say "a ticket was claimed; the PIC listed, closed and reported under her own login"
(($(date +%s) - began < 300)) || { echo "desk.sh: that were more than five minutes" >&2; exit 1; }
