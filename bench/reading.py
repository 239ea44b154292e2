# ruff: noqa: E501 - specimens are kept as they come
"""How fast mails are understood: ordinary ones per second, a 25 MB one, and bombs. Prints one JSON document.

Run: python bench/reading.py [SECONDS]
"""

from __future__ import annotations

import base64
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mailflow.core.message import OurAddresses
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",))
HEADER = """Return-Path: <ani@toko.example>
Delivered-To: desk@desk.example
Received: from mx.toko.example (mx.toko.example [192.0.2.7]) by mail.desk.example (Postfix) with ESMTPS id 4T1
\tfor <desk@desk.example>; Tue, 02 Jan 2024 10:00:01 +0700 (WIB)
Authentication-Results: mail.desk.example; dkim=pass (2048-bit key) header.d=toko.example header.s=s1; spf=pass
\tsmtp.mailfrom=ani@toko.example; dmarc=pass header.from=toko.example
DKIM-Signature: v=1; a=rsa-sha256; d=toko.example; s=s1; h=from:to:subject:date; bh=abc; b=abcdefghijklmnopqrstuvwxyz
From: =?utf-8?Q?Ani_Wijaya?= <ani@toko.example>
To: Desk <desk@desk.example>, "Santoso, Budi" <budi@desk.example>
Subject: Re: [#5] =?utf-8?Q?Pulsa_belum_masuk_=E2=80=93_tolong?=
Date: Tue, 02 Jan 2024 10:00:00 +0700
Message-ID: <CAF1@mail.toko.example>
In-Reply-To: <t5.abc@desk.example>
References: <t5.aaa@desk.example> <t5.abc@desk.example>
MIME-Version: 1.0
"""
WORDS = "Selamat pagi, pulsa saya belum masuk juga sampai sekarang. Mohon dicek nomor 0812-3456-789. "


def ordinary() -> bytes:
    """About 4 KB: text and HTML, a Gmail quotation."""
    quote = "\n".join(f"> {WORDS[:70]}" for _ in range(8))
    text = f"{WORDS * 4}\n\nTerima kasih,\nAni\n\nPada Sel, 2 Jan 2024 pukul 09.00 Desk <desk@desk.example> menulis:\n\n{quote}\n"
    html = f'<div dir="ltr">{WORDS * 4}<br><br>Terima kasih,<br>Ani</div><div class="gmail_quote"><div>Pada Sel menulis:</div><blockquote>{WORDS * 6}</blockquote></div>'
    parts = [
        f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n{body}"
        for kind, body in (("plain", text), ("html", html))
    ]
    return (
        HEADER + 'Content-Type: multipart/alternative; boundary="b"\n\n--b\n' + "\n--b\n".join(parts) + "\n--b--\n"
    ).encode()


def html_only() -> bytes:
    rows = "".join(
        f"<tr><td>{i}</td><td><a href='https://toko.example/{i}'>{WORDS[:30]}</a></td></tr>" for i in range(30)
    )
    return (
        HEADER
        + f"Content-Type: text/html; charset=utf-8\n\n<html><body><p>{WORDS}</p><table>{rows}</table></body></html>\n"
    ).encode()


def plain() -> bytes:
    return (HEADER + "Content-Type: text/plain; charset=utf-8\n\n" + (WORDS + "\n") * 30).encode()


def large() -> bytes:
    data = base64.encodebytes(bytes(range(256)) * 24_500)
    part = (
        b'--b\nContent-Type: application/zip; name="a.zip"\nContent-Disposition: attachment; filename="a.zip"\nContent-Transfer-Encoding: base64\n\n'
        + data
    )
    return HEADER.encode() + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nHalo\n' + part * 3 + b"--b--\n"


def deep(kind: str) -> bytes:
    if kind == "multipart":
        return HEADER.encode() + b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(3_000)
        )
    return HEADER.encode() + b"Content-Type: message/rfc822\n\n" * 3_000


BOMBS: dict[str, Callable[[], bytes]] = {
    "3000 levels of multipart": lambda: deep("multipart"),
    "3000 levels of rfc822": lambda: deep("rfc822"),
    "20000 parts": lambda: HEADER.encode() + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
    "1 MB subject": lambda: b"Subject: " + b"=?utf-8?Q?x?= " * 70_000 + b"\n" + HEADER.encode() + b"\nx",
    "1 MB header line": lambda: b"X-Long: " + b"a" * 1_000_000 + b"\n" + HEADER.encode() + b"\nx",
    "100000 header fields": lambda: b"X-A: b\n" * 100_000 + HEADER.encode() + b"\nx",
    "5000 recipients": lambda: b"Cc: " + b",\n ".join(b"Nama %d <a%d@toko.example>" % (i, i) for i in range(5_000)) + b"\n" + HEADER.encode() + b"\nx",
    "20000 nested div": lambda: (HEADER + "Content-Type: text/html\n\n" + "<div>" * 20_000 + "x").encode(),
    "700 KB quotation": lambda: (HEADER + "\nok\n\nOn Tue, 2 Jan 2024 at 10:00, X <x@y.example> wrote:\n" + "> kata lama sekali dan panjang\n" * 24_000).encode(),
    "nested quotation": lambda: (HEADER + "\nok\n" + ">" * 5_000 + "\n").encode(),
    "5000 On": lambda: (HEADER + "\n" + "On " * 5_000 + "\n" + "On\n" * 5_000).encode(),
    "comments never closed": lambda: b"To: " + b"(" * 200_000 + b"\n" + HEADER.encode() + b"\nx",
    "boundary everywhere": lambda: HEADER.encode() + b"Content-Type: multipart/mixed; boundary=-\n\n" + b"---\n" * 100_000,
}  # fmt: skip


def rate(raw: bytes, seconds: float) -> float:
    """Mails per second of processor time: neighbours on the machine do not count."""
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for _ in range(20):
            understand(raw, OURS)
        count += 20
    return count / (time.process_time() - start)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    mails = {"text and HTML, quoted": ordinary(), "HTML only": html_only(), "plain": plain()}
    report: dict[str, object] = {
        name: {"bytes": len(raw), "mails_per_second": round(rate(raw, seconds))} for name, raw in mails.items()
    }
    raw = large()
    start = time.perf_counter()
    understand(raw, OURS)
    report["25 MB with attachments"] = {
        "bytes": len(raw),
        "seconds": round(time.perf_counter() - start, 3),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    bombs: dict[str, float] = {}
    for name, build in BOMBS.items():
        bomb = build()
        start = time.perf_counter()
        understand(bomb, OURS)
        bombs[name] = round((time.perf_counter() - start) * 1000, 1)
    report["bombs_ms"] = bombs
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
