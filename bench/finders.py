"""How long all finders take for a mail: ordinary ones, and texts made of pieces that look like data. Prints JSON.

Run: python bench/finders.py [MAILS]
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.finders.table import FINDERS, find

SENTENCES = (
    "Selamat pagi, saya isi pulsa 50rb ke 0812-3456-7890 kemarin jam 14.05 tetapi belum masuk juga sampai sekarang.",
    "Nomor rekening saya 1234567890, SN 7712345678901234, NIK 3174012345670001.",
    "Mohon dibantu ya kak, sudah tiga kali saya coba dan saldo saya terpotong Rp 51.500,-.",
    "I paid IDR 150,000 on 12/11/26 at 9:30 from 10.0.0.12 and have heard nothing since last Tuesday.",
    "Terima kasih banyak atas bantuannya, semoga sehat selalu.",
)
PIECES = [*"+-. ()/:@\n", *"0812 62 Rp 50 000 rb juta ribu dua kemarin jam 12/11/26 Senin SN ref NIM a.example".split()]
ARRIVAL = WrittenAt(datetime(2026, 11, 25, 3, 0, tzinfo=UTC), UTC)


def main() -> None:
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance = random.Random(1)
    ordinary = ["\n".join(chance.choices(SENTENCES, k=6)) for _ in range(mails // 2)]
    made = ["".join(chance.choices(PIECES, k=200)) for _ in range(mails // 2)]
    print(json.dumps({"mails": mails, "ordinary": _timed(ordinary), "pieces": _timed(made)}, indent=2))


def _timed(mails: list[str]) -> dict[str, float | int]:
    slowest = 0.0
    begin = time.process_time()
    for mail in mails:
        start = time.process_time()
        for finder in FINDERS:
            find(finder, mail, ARRIVAL)
        slowest = max(slowest, time.process_time() - start)
    spent = time.process_time() - begin
    return {
        "characters": sum(map(len, mails)),
        "ms_a_mail": round(1000 * spent / len(mails), 3),
        "ms_slowest": round(1000 * slowest, 1),
    }


if __name__ == "__main__":
    main()
