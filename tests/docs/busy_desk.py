"""A desk with what the pages' commands speak of: tickets 1 to 12, spam that is held, a letter that waits."""

from __future__ import annotations

from pathlib import Path

from mailflow.config.init import make_home
from tests.cli.desk import Desk

_TOPICS = (
    "Pulsa", "Kartu", "Refund", "Faktur", "Sandi", "Jadwal", "Beasiswa", "Wisuda", "Printer", "Jaringan", "Lab", "Cuti",
)  # fmt: skip

_HOOK = "[{name: chat, url: 'http://127.0.0.1:9/', body: '{{ text }}', content_type: text/plain, events: closed}]"


def busy_desk(home: Path) -> Desk:
    """Budi has answered all of them; 12 is proposed for closing."""
    make_home(home)
    desk = Desk(home)
    desk.edit("  operators: aligned\n  authserv: mail.example", "  operators: from")
    desk.edit("undo_within: 60s", "undo_within: 0s")
    desk.edit("admin:", f"webhooks: {_HOOK}\nadmin:")
    letter = home / "templates" / "canned" / "answer-pulsa-cek.id.txt"
    letter.write_text(letter.read_text(encoding="utf-8").replace("\n", "\npublic: yes\n", 1), encoding="utf-8")
    for number, topic in enumerate(_TOPICS, 1):
        _mail(home, f"q{number}", f"c{number}@mail.example", "iduhelp@desk.example", topic, f"Ada masalah: {topic}.")
    desk.once()
    for number, topic in enumerate(_TOPICS, 1):
        _mail(home, f"a{number}", "budi@desk.example", f"c{number}@mail.example, iduhelp@desk.example", f"Re: {topic}",
              f"{topic} sudah kami bereskan, silakan dicek.", f"In-Reply-To: <q{number}@mail.example>\n")  # fmt: skip
    desk.once()
    desk.type("note", "12", "ok", "--as", "Budi")
    _mail(home, "s1", "budi@desk.example", "iduhelp@desk.example", "[#12] selesai", "/selesai")
    _mail(home, "spam", "x@spam.example", "iduhelp@desk.example", "Murah", "Beli sekarang.", "X-Spam-Flag: YES\n")
    _mail(home, "q13", "c13@mail.example", "iduhelp@desk.example", "Pindah", "Saya mau pindah kelas.")
    desk.type("run", "--once", "--quiet", "--mute")
    _eml(home / "mail.eml", "mail", "c1@mail.example", "iduhelp@desk.example", "Pulsa", "Pulsa belum masuk.")
    return desk


def _mail(home: Path, name: str, sender: str, to: str, subject: str, text: str, headers: str = "") -> None:
    _eml(home / "var" / "in" / "new" / f"1700000000.{name}.test", name, sender, to, subject, text, headers)


def _eml(file: Path, name: str, sender: str, to: str, subject: str, text: str, headers: str = "") -> None:
    lines = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{name}@mail.example>\n{headers}\n{text}\n"
    file.write_bytes(lines.replace("\n", "\r\n").encode())
