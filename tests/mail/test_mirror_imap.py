"""Keywords on a server that keeps none of ours; the rest is tried on Dovecot (tests/live) and Cyrus (tests/parts)."""

from __future__ import annotations

import pytest

from mailflow.core.mirror import MirrorMail, MirrorView
from mailflow.credentials import Credentials
from mailflow.mail.mirror_imap import ImapMirror, SoughtMail
from tests.imap_server import ImapServer

MAIL = MirrorMail("1", 1, "<a@x.example>", MirrorView(frozenset({"$mf_new"}), "Tiket/Budi"))


def test_a_server_without_keywords_of_ours_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is stored, copied or created; it is logged once."""
    with ImapServer() as server:
        server.append(b"Subject: x\r\n\r\nx\r\n")
        mirror = ImapMirror(server.url, Credentials(server.password), "Tiket/")
        assert [mirror.show([MAIL]), mirror.show([MAIL])] == [0, 0]
        mirror.close()
        assert not [one for one in server.commands if one.split()[0] in ("STORE", "UID", "COPY", "CREATE", "APPEND")]
    assert [record.getMessage() for record in caplog.records if "mirrored" in record.getMessage()] != []
    assert len([record for record in caplog.records if "PERMANENTFLAGS" in record.getMessage()]) == 1


class _Folder:
    """A folder whose SEARCH finds a piece of a header as it was written (RFC 9051 §6.4.4)."""

    def __init__(self, *headers: bytes) -> None:
        self._headers = dict(enumerate(headers, 1))

    def search(self, criteria: list[str]) -> list[int]:
        piece = criteria[-1].encode()
        return [uid for uid, header in self._headers.items() if piece in header]

    def fetch(self, uids: list[int], _items: list[str]) -> dict[int, dict[bytes, bytes]]:
        return {uid: {b"BODY[HEADER.FIELDS (MESSAGE-ID)]": self._headers[uid]} for uid in uids}


@pytest.mark.parametrize(
    "header",
    [
        b"Message-ID: <a@x.example>\r\n\r\n",
        b"Message-ID:\r\n <a.very.long.beginning@x.example>\r\n\r\n",
        b"Message-ID: <132.31@Mesin Faks>\r\n\r\n",
        b"Message-ID: <folded.within\r\n .the.id@x.example>\r\n\r\n",
        b"Message-ID: no.brackets@x.example\r\n\r\n",
        b"Message-ID: <" + b"x" * 950 + b"@x.example>\r\n\r\n",
        "Message-ID: <é@x.example>\r\n\r\n".encode("latin-1"),
    ],
)
def test_a_copy_is_found_by_its_header(header: bytes) -> None:
    """However its id is written, and no other mail whose id contains a piece of it."""
    others = (b"Message-ID: <132.31@Mesin Lain>\r\n\r\n", b"Message-ID: sno.brackets@x.example\r\n\r\n")
    sought = SoughtMail.of({b"BODY[HEADER.FIELDS (MESSAGE-ID)]": header})
    assert sought.among(_Folder(*others, header), []) == [3]  # type: ignore[arg-type]


def test_a_mail_without_an_id_is_not_sought() -> None:
    """Nothing would find its copy again."""
    assert SoughtMail.of({b"BODY[HEADER.FIELDS (MESSAGE-ID)]": b"\r\n"}).piece == ""
