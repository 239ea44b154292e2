"""`mailflow customers`: the register is filled, looked at, changed, imported and exported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk

CSV = (
    "alamat;nama;berlaku;jatah;grup;catatan\n"
    "ani@mail.example|ani@kantor.example;Ani;2026-12-31;5;vip;teliti\n"
    "joko;Joko;;;;\n"
    "rina@mail.example;Rina;kapan-kapan;;;\n"
    "iduhelp@desk.example;Kita;;;;\n"
    "sinta@mail.example;Sinta;;;umum;=1+1\n"
)
ANI = {
    "addresses": ["ani@mail.example", "ani@kantor.example"], "name": "Ani", "status": "active",
    "valid_until": "2026-12-31", "allowance": 5, "language": None, "group": "vip", "note": "teliti", "verified": False,
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "customers.csv"
    found.write_text(CSV, encoding="utf-8")
    return found


def test_an_import_takes_the_good_lines(desk: Desk, file: Path) -> None:
    """And names every other one; a dry run changes nothing, a second run finds nothing to do."""
    refused = [
        {"line": 3, "address": "joko", "why": "'joko' is no mail address"},
        {"line": 4, "address": "rina@mail.example", "why": "'kapan-kapan' is no date: write it as 2026-12-31"},
        {"line": 5, "address": "iduhelp@desk.example", "why": "iduhelp@desk.example is the desk's own address"},
    ]
    first = {"dry_run": True, "entered": 2, "changed": 0, "unchanged": 0, "refused": refused}
    assert desk.json("customers", "import", str(file), "--dry-run", status=1) == first
    assert desk.json("customers")["customers"] == []
    assert desk.json("customers", "import", str(file), status=1) == first | {"dry_run": False}
    again = {"dry_run": False, "entered": 0, "changed": 0, "unchanged": 2, "refused": refused}
    assert desk.json("customers", "import", str(file), status=1) == again
    assert desk.json("customers", "list")["customers"][0] == ANI
    said = desk.type("customers", "import", str(file), status=1)
    assert "unchanged 2, refused 3" in said.out
    assert "line 3 (joko): 'joko' is no mail address" in said.err


def test_a_later_file_changes_what_it_names(desk: Desk, file: Path, tmp_path: Path) -> None:
    """Whom it does not name stays; a third address joins."""
    desk.type("customers", "import", str(file), status=1)
    later = tmp_path / "later.csv"
    later.write_text("email,group\nani@kantor.example ani@rumah.example,emas\n", encoding="utf-16")
    assert desk.json("customers", "import", str(later))["changed"] == 1
    found = desk.json("customers", "show", "ANI@rumah.example")
    assert (found["addresses"], found["group"], found["note"]) == (
        ["ani@mail.example", "ani@kantor.example", "ani@rumah.example"],
        "emas",
        "teliti",
    )
    assert len(desk.json("customers")["customers"]) == 2


def test_what_cannot_be_one_customer_is_refused(desk: Desk, file: Path, tmp_path: Path) -> None:
    desk.type("customers", "import", str(file), status=1)
    later = tmp_path / "later.csv"
    later.write_text(
        "email,group\nani@mail.example sinta@mail.example,a\nani@mail.example,b\nani@kantor.example,c\n",
        encoding="utf-8",
    )
    why = [one["why"] for one in desk.json("customers", "import", str(later), status=1)["refused"]]
    assert why == [
        "its addresses belong to different customers",
        "line 2 has the same address and says something else",
    ]


def test_an_export_imports_back(desk: Desk, file: Path, tmp_path: Path) -> None:
    """Unchanged, with what a spreadsheet would compute, and with Excel's byte order mark."""
    desk.type("customers", "import", str(file), status=1)
    out = tmp_path / "out.csv"
    assert "2 customers" in desk.type("customers", "export", "--output", str(out), "--excel").out
    assert "'=1+1" in out.read_text(encoding="utf-8-sig")
    assert desk.json("customers", "import", str(out)) == {
        "dry_run": False, "entered": 0, "changed": 0, "unchanged": 2, "refused": [],
    }  # fmt: skip
    assert desk.type("customers", "export").out == out.read_text(encoding="utf-8-sig")
    assert desk.json("customers", "export", "--output", str(out)) == {"customers": 2}


def test_one_customer_by_hand(desk: Desk) -> None:
    """Entered, changed, blocked, with a second address and without it again."""
    desk.type("customers", "add", "ani@mail.example", "--name", "Ani", "--group", "vip", "--allowance", "3")
    desk.type("customers", "set", "ani@mail.example", "--also", "ani@kantor.example", "--valid-until", "2027-01-01")
    found = desk.json("customers", "show", "ani@kantor.example")
    assert (found["valid_until"], found["allowance"], found["used"], found["group"]) == ("2027-01-01", 3, 0, "vip")
    desk.type("customers", "set", "ani@mail.example", "--without", "ani@mail.example", "--note", "pindah kantor")
    desk.type("customers", "block", "ani@kantor.example")
    assert desk.json("customers")["customers"][0]["status"] == "blocked"
    assert desk.json("customers", "deactivate", "ani@kantor.example")["customers"][0]["status"] == "inactive"
    desk.type("customers", "activate", "ani@kantor.example")
    shown = desk.type("customers", "show", "ani@kantor.example").out
    assert "pindah kantor" in shown
    assert "0 of 3 tickets used" in shown
    listed = desk.type("customers", "list", "--group", "vip", "--status", "active").out
    assert "ani@kantor.example" in listed
    assert "no such customers" in desk.type("customers", "list", "--group", "umum").err


@pytest.mark.parametrize(
    ("words", "told", "status"),
    [
        (("add", "ani"), "no mail address", 1),
        (("add", "sinta@mail.example"), "address of another customer (Sinta)", 1),
        (("add", "iduhelp@desk.example"), "the desk's own address", 1),
        (("add", "a@mail.example", "--valid-until", "besok"), "is no date", 1),
        (("set", "sinta@mail.exampel", "--note", "x"), "did you mean 'sinta@mail.example'", 1),
        (("set", "sinta@mail.example", "--language", "klingon"), "is no language", 1),
        (("set", "sinta@mail.example"), "say what changes", 2),
        (("set", "sinta@mail.example", "--without", "ani@mail.example"), "none of his addresses", 1),
        (("set", "sinta@mail.example", "--without", "sinta@mail.example"), "his last address", 1),
        (("set", "sinta@mail.example", "--also", "ani@mail.example"), "address of another customer", 1),
        (("show", "nobody@else.example"), "nobody in the register", 1),
    ],
)
def test_what_is_refused_says_so(desk: Desk, words: tuple[str, ...], told: str, status: int) -> None:
    desk.type("customers", "add", "sinta@mail.example", "--name", "Sinta")
    desk.type("customers", "add", "ani@mail.example")
    assert told in desk.type("customers", *words, status=status).err


def test_a_file_of_something_else_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "no column of addresses" in desk.type("customers", "import", str(other), status=1).err


def test_show_knows_the_customer(desk: Desk) -> None:
    """By any of his addresses, with the tickets of all of them; of a ticket, who its customer is."""
    desk.type("customers", "add", "ani@mail.example", "ani@kantor.example", "--name", "Ani", "--group", "vip")
    assert desk.json("show", "ani@kantor.example") == {
        "customer": desk.json("customers")["customers"][0],
        "tickets": [],
        "receipts": [],
    }
    desk.mail("ani", "Pulsa", "Pulsa saya belum masuk.")
    desk.once()
    assert [one["number"] for one in desk.json("show", "ani@kantor.example")["tickets"]] == ["1"]
    assert desk.json("show", "1")["ticket"]["customer"]["group"] == "vip"


def test_an_erased_customer_is_in_no_register(desk: Desk) -> None:
    """Though no mail of his was ever here."""
    desk.type("customers", "add", "ani@mail.example", "--note", "rahasia")
    desk.type("erase-customer", "ani@mail.example", "--yes")
    assert desk.json("customers")["customers"] == []
