"""What mime.py makes of a mail: a tree of parts, each a pair of offsets into its bytes."""

from __future__ import annotations

from dataclasses import field

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.headers import Headers
from mailflow.mail.transfer import decoded


@dataclass(slots=True, eq=False)
class MimePart:
    """One node of the tree. Its body is raw[start:end], still in its transfer encoding."""

    headers: Headers
    start: int
    end: int
    content_type: str = "text/plain"
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""  # "attachment", "inline" or ""
    filename: str = ""  # as the sender wrote it, decoded; see attachments.py for a safe one
    parent: MimePart | None = None
    children: list[MimePart] = field(default_factory=list)
    depth: int = 0

    @property
    def maintype(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def content_id(self) -> str:
        return self.headers.get("content-id").strip().strip("<>").strip()

    def leaves(self) -> list[MimePart]:
        """The parts that hold content, in order."""
        found: list[MimePart] = []
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                found.append(part)
        return found


@dataclass(slots=True)
class MimeTree:
    raw: bytes
    root: MimePart
    notes: list[str] = field(default_factory=list)

    def body(self, part: MimePart) -> bytes:
        """The content of a part without its transfer encoding (RFC 2045 §6)."""
        return decoded(part.headers.get("content-transfer-encoding"), memoryview(self.raw)[part.start : part.end])
