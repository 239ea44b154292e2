"""A small real DNS server on a free port of this machine: UDP and TCP, TXT records and a few others; it counts the
questions."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from types import TracebackType

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

SILENT = "silent"  # a record that is never answered


class DnsServer:
    """`records`: name without the last dot → its TXT record, several, or SILENT. `others`: (kind, name) → records."""

    def __init__(
        self,
        records: dict[str, str | list[str]] | None = None,
        others: dict[tuple[str, str], list[str]] | None = None,
    ) -> None:
        self.records, self.others = dict(records or {}), dict(others or {})
        self.asked: Counter[str] = Counter()
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(self._tcp.getsockname())
        self._threads = [threading.Thread(target=self._serve_udp), threading.Thread(target=self._serve_tcp)]

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._tcp.getsockname()[1]}"

    def __enter__(self) -> DnsServer:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        for one in (self._udp, self._tcp):
            one.shutdown(socket.SHUT_RDWR) if one is self._tcp else one.sendto(b"", one.getsockname())
        for thread in self._threads:
            thread.join()
        self._udp.close()
        self._tcp.close()

    def _serve_udp(self) -> None:
        while True:
            asked, whom = self._udp.recvfrom(4096)
            if not asked:
                return
            if (answer := self._answer(asked)) is not None:
                wire = answer.to_wire()
                if len(wire) > 512:  # the client comes again by TCP
                    answer.answer, answer.flags = [], answer.flags | dns.flags.TC
                    wire = answer.to_wire()
                self._udp.sendto(wire, whom)

    def _serve_tcp(self) -> None:
        while True:
            try:
                peer, _ = self._tcp.accept()
            except OSError:
                return
            with peer:
                asked = peer.recv(4096)
                if (answer := self._answer(asked[2:])) is not None:
                    wire = answer.to_wire()
                    peer.sendall(len(wire).to_bytes(2, "big") + wire)

    def _answer(self, asked: bytes) -> dns.message.Message | None:
        query = dns.message.from_wire(asked)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked[name] += 1
        kind = dns.rdatatype.to_text(query.question[0].rdtype)
        if kind != "TXT":
            answer = dns.message.make_response(query, recursion_available=True)
            if there := self.others.get((kind, name)):
                answer.answer.append(dns.rrset.from_text(query.question[0].name, 300, "IN", kind, *there))
            return answer
        found = self.records.get(name)
        if found == SILENT:
            return None
        answer = dns.message.make_response(query, recursion_available=True)
        if found is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
            return answer
        texts = [found] if isinstance(found, str) else found
        quoted = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in texts]
        answer.answer.append(dns.rrset.from_text(query.question[0].name, 300, "IN", "TXT", *quoted))
        return answer
