"""CSV files of customers: whatever program wrote them, each line is read or refused with its reason."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest

from mailflow.core.customer_rows import COLUMNS, cells_of, changed, customer, encoding_of, lines, twice
from mailflow.core.registered import CustomerStatus, Registered
from mailflow.store.admin.scratch import Scratch

ANI = Registered(
    ("ani@mail.example", "ani@kantor.example"),
    "Ani Wijaya",
    CustomerStatus.INACTIVE,
    date(2026, 12, 31),
    5,
    "en",
    "vip",
    "Bayar di muka; jangan ditelepon",
)
INDONESIAN = (
    "Alamat;Nama;Status;Berlaku;Jatah;Bahasa;Grup;Catatan\n"
    "Ani@Mail.Example|ani@kantor.example;Ani Wijaya;Nonaktif;2026-12-31;5;Inggris;vip;"
    '"Bayar di muka; jangan ditelepon"\n'
)
ENGLISH = (
    "note,group,language,allowance,valid_until,status,name,email\r\n"
    "Bayar di muka; jangan ditelepon,vip,en,5,2026-12-31,inactive,Ani Wijaya,ani@mail.example ani@kantor.example\r\n"
)
TABS = ENGLISH.replace(",", "\t")


def of(text: str) -> Iterator[str]:
    """Line by line, as a file is read."""
    return iter(io.StringIO(text, newline=""))


def read(data: bytes) -> Iterator[str]:
    """In pieces of seven bytes, so that a letter may be parted."""
    pieces = [data[at : at + 7] for at in range(0, len(data), 7)]
    return of(data.decode(encoding_of(pieces), "replace"))


@pytest.mark.parametrize("text", [INDONESIAN, ENGLISH, TABS, "sep=;\n" + INDONESIAN, "\n\n" + ENGLISH])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_file_is_read_whatever_wrote_it(text: str, coding: str) -> None:
    """Delimiter, encoding, order and language of the columns are seen in the file."""
    [line] = lines(read(text.encode(coding)))
    assert (line.customer, line.why) == (ANI, "")


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "utf-16-be", "cp1252"])
def test_letters_with_accents(coding: str) -> None:
    [line] = lines(read("nama;email\nJos\u00e9 M\u00fcller \u2013 \u20ac;jose@mail.example\n".encode(coding)))
    assert line.customer is not None
    assert line.customer.name == "Jos\u00e9 M\u00fcller \u2013 \u20ac"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (",Ani", "it has no address"),
        ("ani", "'ani' is no mail address"),
        ("ani@mail", "'ani@mail' is no mail address"),
        ("a@b@mail.example", "is no mail address"),
        ("ani@-mail.example", "is no mail address"),
        ("ani@mail..example", "is no mail address"),
        ("ani@\u00fc" + "x" * 70 + ".example", "is no mail address"),
        ("ani@mail.example,,sleeping", "is no status"),
        ("ani@mail.example,,,31/12/2026", "write it as 2026-12-31"),
        ("ani@mail.example,,,2026-02-30", "is no date"),
        ("ani@mail.example,,,,-1", "is no number of tickets"),
        ("ani@mail.example,,,,99999999", "is no number of tickets"),
        ("ani@mail.example,,,,\u0663", "is no number of tickets"),
        ("ani@mail.example,,,,,klingon", "is no language"),
        ("ani@mail.example," + "x" * 201, "too long"),
        ("ani@mail.example,,,,,,," + "x" * 2001, "too long"),
    ],
)
def test_a_line_that_is_refused_says_why(cells: str, told: str) -> None:
    found = list(lines(of("address,name,status,valid_until,allowance,language,group,note\n" + cells + ",\n")))
    assert [line.number for line in found] == [2]
    assert found[0].customer is None
    assert told in found[0].why


def test_numbers_are_those_of_the_file() -> None:
    """Over blank lines, and cells with line ends inside."""
    text = 'email,note\nani@mail.example,"one\ntwo"\n\nx\nrina@mail.example\n'
    assert [(line.number, line.why == "") for line in lines(of(text))] == [(2, True), (5, False), (6, True)]


@pytest.mark.parametrize(
    ("text", "told"), [("", "empty"), ("\n \n", "empty"), ("a,b\n1,2\n", "no column of addresses")]
)
def test_a_file_of_something_else(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        list(lines(of(text)))


def test_a_field_too_long_for_csv_is_refused_and_the_rest_read() -> None:
    """The library gives up at 128 KB of one field."""
    text = "email,note\nani@mail.example,%s\nrina@mail.example,x\n" % ("x" * 140_000)
    assert [bool(line.customer) for line in lines(of(text))] == [False, True]


def test_an_export_reads_back() -> None:
    """Also where a spreadsheet would take a cell for a formula."""
    for one in (ANI, Registered(("x@mail.example",)), Registered(("y@mail.example",), note="=1+1", group="-")):
        assert customer(dict(zip(("addresses", *COLUMNS[1:]), map(plain, cells_of(one)), strict=True))) == one


def plain(cell: str) -> str:
    return cell.removeprefix("'")


def test_a_column_that_is_missing_changes_nothing() -> None:
    """An empty cell empties; addresses are only added."""
    again = changed(ANI, {"addresses": "ani@mail.example, neu@mail.example", "note": "", "valid_until": ""})
    assert again.addresses == ("ani@mail.example", "ani@kantor.example", "neu@mail.example")
    assert (again.note, again.valid_until, again.allowance, again.name) == ("", None, 5, "Ani Wijaya")


def test_an_address_that_stands_twice() -> None:
    """The same line twice is one; two that differ are not guessed at."""
    text = "email,name\nani@mail.example,Ani\nANI@mail.example,Ani\nani@mail.example,Anna\nani,Ani\n"
    assert [(line.number, line.why) for line in twice(lines(of(text)), Scratch())] == [
        (2, ""),
        (3, ""),
        (4, "line 2 has the same address and says something else"),
        (5, "'ani' is no mail address"),
    ]


def test_a_domain_in_its_own_letters_is_one_in_a_labels() -> None:
    [line] = lines(of("email\n<Ani@m\u00fcller.example>\n"))
    assert line.customer is not None
    assert line.customer.addresses == ("ani@xn--mller-kva.example",)
