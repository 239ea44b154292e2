"""A transport that signs what it hands on."""

from __future__ import annotations

from mailflow.core.finished import Finished
from mailflow.errors import TryLater
from mailflow.lazy_dataclasses import replace
from mailflow.mail.dkim_signing import DkimSigner
from mailflow.mail.transports.protocol import Sent, Transport


class SigningTransport:
    """Each letter is signed when it is sent, and again when it is sent again."""

    def __init__(self, inner: Transport, signer: DkimSigner) -> None:
        self._inner, self._signer = inner, signer
        self.name, self.at_once = inner.name, inner.at_once

    def send(self, letter: Finished) -> Sent:
        return self._inner.send(self._signed(letter))

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        try:
            signed = [self._signed(letter) for letter in letters]
        except TryLater as error:  # the key is the same for all
            return [error] * len(letters)
        return self._inner.send_many(signed)

    def probe(self) -> str:
        self._signer.signed(b"From: a@b.example\r\n\r\n")
        key = self._signer.key
        return f"{self._inner.probe()}, letters are signed for {key.domain} ({key.selector})"

    def close(self) -> None:
        self._inner.close()

    def _signed(self, letter: Finished) -> Finished:
        return replace(letter, own=self._signer.signed(letter.data), files=b"")
