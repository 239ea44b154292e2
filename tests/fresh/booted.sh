#!/usr/bin/env bash
# The unit of `mailflow systemd install` under a systemd that has booted (systemd-nspawn): it starts, is ready, takes a
# mail in; a PIC with a login of her own lists, closes and reloads; killed, it comes back; stopped, it ends well.
# As root, with a network for apt and pip:   tests/fresh/booted.sh [bookworm | trixie]
#
# PIP=FILE and CA=FILE: a pip.conf and a bundle of certificates, where a proxy needs them.
set -euo pipefail
suite=${1:-bookworm}
here=$(cd "$(dirname "$0")/../.." && pwd)
for program in debootstrap systemd-nspawn; do
    command -v "$program" >/dev/null && [[ $(id -u) == 0 ]] || {
        echo "booted.sh: as root, with debootstrap and systemd-nspawn (apt install debootstrap systemd-container)" >&2
        exit 1
    }
done
work=$(mktemp -d "${TMPDIR:-/tmp}/booted.XXXXXX")
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
inside() { # in the machine while it is not booted, without this one's environment
    systemd-nspawn --quiet --register=no --keep-unit --pipe --directory "$root" \
        --setenv=LANG=C.UTF-8 ${CA:+--setenv=PIP_CERT=/etc/ca.crt} /bin/bash -euo pipefail -c "$1"
}

debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,python3,python3-venv,ca-certificates \
    "$suite" "$root" >"$work/debootstrap.log"
[[ -z ${CA:-} ]] || cp "$CA" "$root/etc/ca.crt"
[[ -z ${PIP:-} ]] || cp "$PIP" "$root/etc/pip.conf"
mkdir "$root/src" && git -C "$here" archive HEAD | tar -x -C "$root/src"
inside 'python3 -m venv /opt/mailflow && /opt/mailflow/bin/pip install --quiet /src
    ln -s /opt/mailflow/bin/mailflow /usr/local/bin/
    mailflow init /srv/desk --yes
    sed -i "s/{name: Dewi, address: dewi@desk.example}/{name: Dewi, address: dewi@desk.example, login: dewi}/" \
        /srv/desk/rules.yaml
    groupadd desk && useradd --create-home --groups desk dewi
    mailflow systemd install --home /srv/desk --group desk' >"$work/install.log" 2>&1 ||
    { tail -20 "$work/install.log"; exit 1; }

cat >"$root/trial.sh" <<'TRIAL'
set -euo pipefail
export PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 MAILFLOW_HOME=/srv/desk
trap 'status=$?; [[ $status == 0 ]] || journalctl --unit mailflow --no-pager | tail -30; echo $status >/trial.status; systemctl poweroff' EXIT
until_true() { for _ in $(seq 300); do ! eval "$1" || return 0; sleep 0.2; done; echo "in vain: $1"; return 1; }
pid() { systemctl show --property MainPID --value mailflow; }
dewi() { setpriv --reuid dewi --regid dewi --init-groups env HOME=/home/dewi "$@"; }
systemctl daemon-reload
systemctl enable --quiet --now mailflow  # Type=notify: it comes back when the desk is ready
systemctl is-active --quiet mailflow
printf '%s\n' 'From: Rina <rina@mail.example>' 'To: iduhelp@desk.example' 'Subject: Pulsa belum masuk' \
    'Message-ID: <r1@mail.example>' '' 'Pulsa ke 0812-3456-7890 belum masuk.' >/srv/desk/var/in/tmp/1.x.h
chown mailflow /srv/desk/var/in/tmp/1.x.h && mv /srv/desk/var/in/tmp/1.x.h /srv/desk/var/in/new/
until_true 'ls /srv/desk/var/out/new | grep --quiet .'
dewi mailflow list | grep 'Pulsa belum masuk'
dewi mailflow close 1 --force
dewi mailflow reload
systemctl reload mailflow
killed=$(pid) && kill -9 "$killed"
until_true '[[ $(pid) != 0 && $(pid) != "$killed" ]] && systemctl is-active --quiet mailflow'
systemctl stop mailflow
[[ $(systemctl show --property Result --value mailflow) == success ]]
echo "the unit started, took a mail in, let the PIC in, came back after kill -9, and stopped"
TRIAL
cat >"$root/etc/systemd/system/trial.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/bash /trial.sh
StandardOutput=file:/trial.log
StandardError=inherit
UNIT
mkdir -p "$root/etc/systemd/system/graphical.target.wants"
ln -s /etc/systemd/system/trial.service "$root/etc/systemd/system/graphical.target.wants/"
timeout 240 systemd-nspawn --quiet --register=no --keep-unit --private-network --directory "$root" --boot \
    >"$work/boot.log" 2>&1 || true
cat "$root/trial.log"
[[ $(cat "$root/trial.status") == 0 ]]
