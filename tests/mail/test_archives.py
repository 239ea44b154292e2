"""Archives of other mail programs: which mails lie in them, byte for byte."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import pytest

from mailflow.mail.archives import found, heads, mbox
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.place import Archive, ArchiveReader
from mailflow.mail.archives.readable import readable

ONE = b"From: Ani <ani@mail.example>\nSubject: Pulsa\nDate: Mon, 4 Jan 2021 08:00:00 +0700\n\nBelum masuk.\n"
TWO = b"From: Budi <budi@desk.example>\nSubject: Re: Pulsa\n\nSudah kami cek.\n"
LINE = b"From ani@mail.example Mon Jan  4 01:00:00 2021\n"


def mails_in(path: Path) -> list[bytes]:
    with closing(ArchiveReader()) as reader:
        return [reader.read(path, span) for span in mbox.spans(path)]


def written(folder: Path, data: bytes) -> Path:
    path = folder / "old.mbox"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        b"From - Mon Jan 04 08:00:00 2021\n",
        b"From 1687@xxx Mon Jan 04 01:00:00 +0000 2021\n",
        b"From ani at mail.example  Mon Jan  4 01:00:00 2021\n",
        b"From MAILER-DAEMON Mon Jan  4 01:00:00 2021\n",
        b"From ani@mail.example Mon, 4 Jan 2021 01:00:00 +0000\n",
        b'From "ani b"@mail.example Mon Jan  4 01:00 2021\n',
        b"From ani@mail.example Mon Jan  4 01:00:00 WIB 2021\n",
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_program_writes_its_line_otherwise(tmp_path: Path, line: bytes, end: bytes) -> None:
    """Thunderbird, Google, Pipermail, postfix: the mails come out as they went in, with their line ends."""
    data = (line + ONE + b"\n" + line + TWO + b"\n").replace(b"\n", end)
    assert mails_in(written(tmp_path, data)) == [ONE.replace(b"\n", end), TWO.replace(b"\n", end)]


@pytest.mark.parametrize(
    ("stored", "was"),
    [
        (b">From now on\n", b"From now on\n"),  # mboxo and mboxrd
        (b">>From now on\n", b">From now on\n"),  # mboxrd
        (b"> From now on\n", b"> From now on\n"),  # a quotation
        (b"From now on nothing works.\n", b"From now on nothing works.\n"),  # nobody has quoted it
        (
            b"From Monday 4 Jan 2021 at 10:00 on\nit fails: always\n",
            b"From Monday 4 Jan 2021 at 10:00 on\nit fails: always\n",
        ),
    ],
)
def test_a_sentence_that_begins_with_from(tmp_path: Path, stored: bytes, was: bytes) -> None:
    """It ends no mail, and is read as it was written."""
    data = LINE + ONE + b"\n" + stored + b"\n" + LINE + TWO + b"\n"
    assert mails_in(written(tmp_path, data)) == [ONE + b"\n" + was, TWO]


def test_content_length_leads_over_a_mail_inside_a_mail(tmp_path: Path) -> None:
    """mboxcl2: nothing is quoted there, so an mbox pasted into a mail begins no new one."""
    body = b"Isi kotak surat saya:\n\n" + LINE + TWO + b"\n>From the start\n"
    mail = b"Subject: mbox\nContent-Length: %d\n\n%s" % (len(body), body)
    assert mails_in(written(tmp_path, LINE + mail + b"\n" + LINE + TWO + b"\n")) == [mail, TWO]


@pytest.mark.parametrize("length", [b"3", b"999999", b"0"])
def test_a_wrong_content_length_is_not_believed(tmp_path: Path, length: bytes) -> None:
    """Programs changed the body, or joined two files."""
    mail = b"Subject: x\nContent-Length: " + length + b"\n\nBelum masuk.\n"
    assert mails_in(written(tmp_path, LINE + mail + b"\n" + LINE + TWO + b"\n")) == [mail, TWO]


def test_a_mail_across_the_blocks_that_are_read(tmp_path: Path) -> None:
    """A separator may lie on any byte."""
    for size in range(mbox._CHUNK - 60, mbox._CHUNK + 10, 7):
        mail = b"Subject: x\n\n" + b"x" * (size - len(LINE)) + b"\n"
        assert [len(one) for one in mails_in(written(tmp_path, LINE + mail + b"\n" + LINE + TWO + b"\n"))] == [
            len(mail),
            len(TWO),
        ]


@pytest.mark.parametrize("data", [LINE, LINE + b"\n", b"", b"From nobody\n"])
def test_an_mbox_that_breaks_off(tmp_path: Path, data: bytes) -> None:
    """What is left of it is at most a mail without anything in it."""
    assert [one for one in mails_in(written(tmp_path, data)) if one.strip()] == []


def test_a_maildir_with_its_subfolders(tmp_path: Path) -> None:
    """Drafts, deleted mail and spam stay where they are, by name; so does what a program is just writing."""
    for folder in ("", ".Arsip.2020", ".Spam", "Kerja"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / folder / part).mkdir(parents=True, exist_ok=True)
    (tmp_path / "cur" / "1.a:2,S").write_bytes(ONE)
    (tmp_path / "cur" / "2.a:2,ST").write_bytes(ONE)
    (tmp_path / "cur" / "3.a:2,DS").write_bytes(ONE)
    (tmp_path / "new" / "4.a").write_bytes(TWO)
    (tmp_path / "tmp" / "5.a").write_bytes(TWO)
    (tmp_path / "Kerja" / "cur" / "6.a;2,RS").write_bytes(TWO)
    (tmp_path / ".Arsip.2020" / "cur" / "7.a:2,S").write_bytes(ONE)
    (tmp_path / ".Spam" / "cur" / "8.a:2,S").write_bytes(ONE)
    (tmp_path / "dovecot.index.log").write_bytes(b"\0\1")
    there = list(found.archives([tmp_path], tmp_path / "tmp"))
    mails = sorted(one.path.name for one in there if isinstance(one, Archive))
    assert mails == ["1.a:2,S", "4.a", "6.a;2,RS", "7.a:2,S"]
    assert sorted(one.why for one in there if isinstance(one, LeftOut)) == ["aside", "deleted", "draft"]
    spam = list(found.archives([tmp_path / ".Spam"], tmp_path / "tmp"))
    assert [one.path.name for one in spam if isinstance(one, Archive)] == ["8.a:2,S"]


def test_a_tree_of_files(tmp_path: Path) -> None:
    """.eml, MH's numbers, Apple's .emlx, an mbox, a packed one; what is no mail is named."""
    scratch, tree = tmp_path / "scratch", tmp_path / "tree"
    (tree / "2020" / "januari").mkdir(parents=True)
    scratch.mkdir()
    (tree / "a.eml").write_bytes(ONE)
    (tree / "2020" / "17").write_bytes(ONE)
    (tree / "2020" / "januari" / "b.emlx").write_bytes(b"%d       \n%s<?xml ?>" % (len(TWO), TWO))
    (tree / "Sent").write_bytes(LINE + ONE + b"\n" + LINE + TWO + b"\n")
    (tree / "2021-January.txt.gz").write_bytes(gzip.compress(LINE + TWO + b"\n"))
    (tree / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (tree / "catatan.txt").write_text("Halo: ini bukan email\n")
    (tree / "kosong.eml").write_bytes(b"")
    (tree / "rusak.gz").write_bytes(b"\x1f\x8b\x08rusak")
    there = list(found.archives([tree], scratch))
    archives = [one for one in there if isinstance(one, Archive)]
    with closing(ArchiveReader()) as reader:
        mails = [(one.name, reader.read(one.path, span)) for one in archives for span in found.spans(one)]
    assert sorted(mails) == [
        ("tree/2020/17", ONE),
        ("tree/2020/januari/b.emlx", TWO),
        ("tree/2021-January.txt.gz", TWO),
        ("tree/Sent", ONE),
        ("tree/Sent", TWO),
        ("tree/a.eml", ONE),
    ]
    assert {one.name: one.why for one in there if isinstance(one, LeftOut)} == {
        "tree/foto.jpg": "not-mail",
        "tree/catatan.txt": "not-mail",
        "tree/kosong.eml": "empty",
        "tree/rusak.gz": "unreadable",
    }


def test_a_folder_that_leads_back_into_itself_is_read_once(tmp_path: Path) -> None:
    """A link to the folder above is not followed."""
    (tmp_path / "a.eml").write_bytes(ONE)
    (tmp_path / "lagi").symlink_to(tmp_path)
    assert len(list(found.archives([tmp_path], tmp_path))) == 1


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        ("[#12] Pulsa", "12"),
        ("Re: [Ticket#2021010410000017] Pulsa", "2021010410000017"),
        ("[rt.kampus.example #4711] AutoReply: Pulsa", "4711"),
        ("[Tiket: 2021-0007] Pulsa", "2021-0007"),
        ("Re: [Kampus] [Ticket ID: KRS-88] KRS", "KRS-88"),
        ("[#IDU/2021/0009]", "IDU/2021/0009"),
        ("Pulsa #12", ""),
        ("[mailing-list] Pulsa", ""),
        ("[#urgent] Pulsa", ""),
    ],
)
def test_numbers_of_other_desks(subject: str, number: str) -> None:
    """As the programs that people come from write them into subjects."""
    assert heads.head_of(f"Subject: {subject}\n\n".encode()).number == number


def test_request_trackers_own_field() -> None:
    """`RT-Ticket` names the desk and the number."""
    assert heads.head_of(b"RT-Ticket: rt.kampus.example #4711\nSubject: x\n\n").number == "4711"


def test_a_delivery_report_belongs_to_the_mail_it_is_about() -> None:
    """It has no References; the mail stands in its body."""
    raw = (
        b"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\nno\n--b\n"
        b"Content-Type: text/rfc822-headers\n\nFrom: desk@desk.example\nMessage-ID: <7@desk.example>\n--b--\n"
    )
    assert heads.head_of(raw).refers_to == ("<7@desk.example>",)


def test_the_moment_of_a_mail_without_date() -> None:
    """That of the server that had it last."""
    head = heads.head_of(b"Received: from a by b; Mon, 4 Jan 2021 08:00:00 +0700\nSubject: x\n\n")
    assert head.at is not None
    assert head.at.isoformat() == "2021-01-04T01:00:00+00:00"


def test_addresses_hidden_from_robots() -> None:
    """A public archive writes `at` for @; nothing but addresses in the header is read so."""
    raw = b"From: ani at mail.example (Ani)\nSubject: meet at noon.today\n\nani at mail.example\n"
    assert readable(raw) == b"From: ani@mail.example (Ani)\nSubject: meet at noon.today\n\nani at mail.example\n"
    assert readable(ONE) == ONE
