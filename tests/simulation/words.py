"""The short replies people of the simulation write, each under the name that is counted at the end.

Whoever wrote one knows what he meant; the desk must find it out. `{qz}` is where a canary sits: words with one are for
the customer or from him, words without say nothing he may ever read.
"""

from __future__ import annotations

import re
from random import Random

CLAIMS = (
    "siap", "saya ambil", "Mine!", "Siap, saya ambil ya", "ok saya ambil", "saya yang ambil", "saya ambil tiket ini",
    "Saya handle", "siap laksanakan", "saya kerjakan", "I'll take it", "taking this one", "Oke, biar saya yang urus ya",
)  # fmt: skip
HEARD = ("ok", "noted", "👍", ".", "+1", "Siap", "oke mas", "sip", "Baik, noted.")
TO_COLLEAGUE = ("{name} tolong ambil ya", "Mas {name}, bisa bantu yang ini?", "@{name} please take this one")
CLOSING_WORD = ("selesai", "done", "close", "Selesai.")
SLASH = (
    "Ketik ini di bot kami:\n/start\n/status\n/close\nlalu tunggu balasannya. {qz}",
    "Type this to our bot:\n/selesai\nand wait. {qz}",
)
PATHS = ("Ketik /start di bot kami, lalu buka /home/data. {qz}", "Please open /var/log/syslog or send /start. {qz}")
THANKS = ("Terima kasih banyak.", "Makasih ya kak, sukses selalu", "Thank you so much!", "thanks min")
SOLVED = (
    "Sudah beres", "Alhamdulillah sudah masuk, terima kasih", "Thank you! It works now.", "sudah bisa kak, makasih",
    "Solved, thank you",
)  # fmt: skip
ACKNOWLEDGED = ("oke", "👍", "baik kak", "noted")
HELPED = ("SELESAI", "selesai", "Solved", "SELESAI, terima kasih")  # as the acknowledgement asks
NOT_SOLVED = (
    "Terima kasih, tapi belum bisa. {qz}", "Makasih kak, kok masih gagal ya? {qz}", "Thanks, but it still fails. {qz}",
    "Masih belum bisa, ini yang saya lihat. {qz}",
)  # fmt: skip
LEAVES = ("BERHENTI", "STOP", "berhenti", "Stop.")
PROOF = ("Ya, betul.", "ya", "Yes")
VERDICTS = {
    "PIC: yes": ("tutup", "ya", "ok", "oke", "Ya, silakan ditutup. Terima kasih Budi.", "setuju", "tutup saja", "yes"),
    "PIC: no": (
        "tidak",
        "tolak",
        "belum",
        "jangan",
        "tdk",
        "tidak, masih ada keluhan",
        "tidak\n\nTolong tanyakan lagi.",
    ),
    "PIC: unclear": ("👍", "lanjut", "ya, tapi jangan dulu"),
    "PIC: note": ("Sudah dicek ke pelanggan? {qz}",),
}
VOTES = ("4", "5", "Nilai: 5", "3", "5.", "puas", "sangat puas", "4, terima kasih", "1", "2", "kecewa", "Nilai: 1")
CARD = "\n\nHormat kami,\n{name}\nLayanan Pelanggan iDuHelp\nTelp. 021-555-0101"


DISTURBED = (
    "Selamat pagi, saya tidak bisa login siakad sejak tadi pagi.", "Kak, login ke siakad kok gagal terus ya?",
    "Mohon dibantu, siakad error waktu login.", "siakad kok gak bisa login", "Login siakad tidak bisa-bisa.",
)  # fmt: skip
YES = frozenset(("ya", "yes", "ya, silakan"))  # of them, those that mean it
DIGEST = ("lagi", "more", "lepas 999999", "buang 1")  # words in reply to a digest
CONSENT = ("ya", "Ya", "yes", "ya, silakan", "ok", "ya", "tidak", "nanti dulu")
SECRET = re.compile(r"\bPIN-[0-9]{2,9}\b")  # what a customer should not have sent
SLIP = "tidak-ada-di-sana"  # what an operator names instead, by mistake


def verdict(chance: Random) -> tuple[str, str]:
    """(name, words) of a PIC's reply to a notice."""
    name = chance.choice(("PIC: yes", "PIC: yes", "PIC: yes", "PIC: no", "PIC: no", "PIC: unclear", "PIC: note"))
    return name, chance.choice(VERDICTS[name])
