"""The reason of a failed delivery, in the words of reports that have no Diagnostic-Code."""

from __future__ import annotations

import pytest

from mailflow.mail.understand import understand
from tests.mail.test_corpus import CORPUS, OURS

REASONS = {
    "bounce-action-error": "Domain does not exist",
    "bounce-amazon-json": "",
    "bounce-called-delayed-in-indonesian": "Server kami sudah berhenti mencoba mengirim email Anda ke "
    "ani@customer.example.",
    "bounce-copy-announced": "Unknown user: budi@surat.example",
    "bounce-did-not-receive-a-copy": "552 Message for <ani@toko.example> would exceed mailbox quota",
    "bounce-dma": "550 5.1.1 <ani@mail.example>: Recipient address rejected: User unknown",
    "bounce-exchange-old": "The recipient name is not recognized",
    "bounce-exim": "Unrouteable address",
    "bounce-from-nobody": "As their mailbox is full.",
    "bounce-given-up-in-indonesian": "Surat ini kedaluwarsa dan tidak akan dicoba lagi",
    "bounce-group-wise": "user not found",
    "bounce-japanese-postmaster": "",
    "bounce-mailbox-file": "mailbox is full: retry timeout exceeded",
    "bounce-names-nobody-but-returns": "421 toko.example (smtp)... Deferred: Connection timed out during user "
    "open with toko.example",
    "bounce-names-the-mail": "unknown recipient",
    "bounce-nobody": "kotak surat penuh",
    "bounce-opensmtpd-expired-called-delayed": "421 Envelope expired",
    "bounce-opensmtpd-expired-with-a-kind-word": "Envelope expired",
    "bounce-opensmtpd-expired": "Envelope expired",
    "bounce-person-like-sender": "550 5.1.1 User unknown",
    "bounce-postmaster-words": "5.1.0 - Unknown address error 550-'User unknown'",
    "bounce-qmail": "This address no longer accepts mail.",
    "bounce-status-as-root": "",
    "bounce-subject-deferred": "550 <ani@toko.example>... User unknown",
    "bounce-summary-above": "The recipient name is not recognized (5.1.1)",
    "bounce-to-oneself": "Remote host said: 552 Error: disk quota exceeded",
    "bounce-words-above-parts": "tidak ada nama budi@surat.example",
    "list-mlmmj-denies": "because you are not a list subscriber",
    "list-mlmmj-holds": "because this is a moderated list",
    "nature-bounce-as-reply": "550 - Requested action not taken: no such user here",
    "nature-bounce-notification": "",
    "program-mailutils-reject": "Alamat ini tidak dipakai lagi.",
}


@pytest.mark.parametrize("specimen", REASONS)
def test_the_reason_is_the_servers_own_line(specimen: str) -> None:
    """Not the sentence around it, nor the time; nothing where the report gives none."""
    report = understand((CORPUS / f"{specimen}.eml").read_bytes(), OURS).report
    assert report is not None and report.recipients[0].diagnostic == REASONS[specimen]


def test_a_diagnostic_code_stays_as_it_is() -> None:
    """The status part's own words are better than the text beside it."""
    report = understand((CORPUS / "bounce-postfix.eml").read_bytes(), OURS).report
    assert report is not None and report.recipients[0].diagnostic.startswith("550")
