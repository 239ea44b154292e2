"""Keywords on a server that keeps none of ours; the rest is tried on Dovecot (tests/live) and Cyrus (tests/parts)."""

from __future__ import annotations

import pytest

from mailflow.core.mirror import MirrorMail, MirrorView
from mailflow.credentials import Credentials
from mailflow.mail.mirror_imap import ImapMirror
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
