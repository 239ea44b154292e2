"""Files that a letter sends along lie beside it, whatever their names."""

from __future__ import annotations

from pathlib import Path

from mailflow.config.letters import shipped
from mailflow.mail.templates import Templates

LETTER = "Subject: Panduan\ndescription: x\nattach: [syarat.txt, contoh.html]\n\nHalo.\n"


def test_a_text_that_is_sent_along_is_no_stray_letter(tmp_path: Path) -> None:
    """Another one still is."""
    canned = tmp_path / "templates" / "canned"
    canned.mkdir(parents=True)
    (canned / "panduan.id.txt").write_text(LETTER, encoding="utf-8")
    for name in ("syarat.txt", "contoh.html", "lain.txt"):
        (canned / name).write_text("x", encoding="utf-8")
    faults = Templates(tmp_path, shipped(), "id").load()
    assert [fault.place.rpartition("/")[2] for fault in faults] == ["lain.txt"]
