"""What proves the author of a mail besides our server's own results: a personal reply token of ours among its
recipients, a DKIM signature we checked ourselves. rules.yaml `trust.operators` says which of it counts."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proofs:
    """Found when the mail was first looked at, and kept with it. "" means none; `…_why` says why, or why not."""

    signed: str = ""  # domain whose valid signature covers the mail, aligned with From
    signed_why: str = "its signatures were not checked"
    signed_field: str = ""  # the field that decided, as received
    later: bool = False  # DNS did not answer: asked again, it may be signed
    token_of: str = ""  # the author's address, for whom a valid reply token among the recipients was made
    token_why: str = "no recipient is a reply address we gave the author"
    token_field: str = ""
    filtered: str = ""  # why our own spam filter says that it is spam

    @property
    def positive(self) -> bool:
        return bool(self.signed or self.token_of or self.filtered)
