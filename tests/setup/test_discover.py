"""The servers of an address: autoconfig over HTTP, SRV and MX from a DNS server; a machine without network is asked."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import dns.resolver
import pytest

from mailflow.setup.discover import Asking, parse, servers_of
from tests.dns_server import DnsServer
from tests.http_server import HttpServer, QuietHandler

ADDRESS = "help@kampus.example"
PLAIN = (
    "<clientConfig version='1.1'><emailProvider id='kampus.example'>"
    "<incomingServer type='pop3'><hostname>pop.kampus.example</hostname><port>995</port>"
    "<socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>"
    "<incomingServer type='imap'><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port>"
    "<socketType>{plain}</socketType><username>%EMAILLOCALPART%</username></incomingServer>"
    "{more}"
    "<outgoingServer type='smtp'><hostname>smtp.kampus.example</hostname><port>587</port>"
    "<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>"
    "</emailProvider></clientConfig>"
)
SECURE = (
    "<incomingServer type='imap'><hostname>imap.kampus.example</hostname><port>993</port>"
    "<socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>"
)
SMTP = "smtp://help@kampus.example@smtp.kampus.example:587"


def nobody() -> None:
    return None


class Pages(HttpServer):
    """Answers every request with `text`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.asked: list[str] = []

    def handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:
                pages.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(pages.text)))
                self.end_headers()
                self.wfile.write(pages.text.encode())

        return Handler


@pytest.fixture
def server() -> Iterator[DnsServer]:
    with DnsServer() as server:
        yield server


def asking(server: DnsServer) -> Asking:
    host, _, port = server.address.rpartition(":")
    found = dns.resolver.Resolver(configure=False)
    found.nameservers, found.port = [host], int(port)
    return Asking(lambda: found, (), ())


def test_a_well_known_provider_needs_no_network() -> None:
    """Its servers stand in the table."""
    found = servers_of("idu@gmail.com", Asking(nobody, (), ()))
    assert found is not None
    assert found.imap == "imaps://idu@gmail.com@imap.gmail.com"
    assert (found.provider.oauth, found.provider.authserv) == ("google", "mx.google.com")


def test_the_domains_own_autoconfig_is_asked_first() -> None:
    """With TLS from the start where both are offered; the user as it is written there."""
    with Pages(PLAIN.format(plain="STARTTLS", more=SECURE)) as pages:
        found = servers_of(ADDRESS, Asking(nobody, (pages.at("c.xml?emailaddress={address}"),), ()))
    assert found is not None
    assert (found.imap, found.smtp) == ("imaps://help@kampus.example@imap.kampus.example:993", SMTP)
    assert pages.asked == ["/c.xml?emailaddress=help%40kampus.example"]


def test_a_plain_connection_is_no_server() -> None:
    """A configuration that offers passwords without TLS offers nothing."""
    assert parse(PLAIN.format(plain="plain", more="").encode(), ADDRESS) is None
    starttls = parse(PLAIN.format(plain="STARTTLS", more="").encode(), ADDRESS)
    assert starttls == ("imap://help@imap.kampus.example:143", SMTP)


@pytest.mark.parametrize("text", [
    b"", b"<html>not found", b"\xff\xfe", b"<a/>", PLAIN.format(plain="SSL", more="").replace("143", "0").encode(),
    PLAIN.format(plain="SSL", more="").replace("imap.%EMAILDOMAIN%", "a b/c@d").encode(),
])  # fmt: skip
def test_what_is_no_configuration_is_none(text: bytes) -> None:
    """A page for people, a host name with signs that would change the URL."""
    assert parse(text, ADDRESS) is None


def test_srv_records(server: DnsServer) -> None:
    """RFC 8314: TLS from the start first; by priority, then weight; a lone dot is no."""
    server.others = {
        ("SRV", "_imaps._tcp.kampus.example"): ["10 1 993 b.kampus.example.", "0 1 993 c.kampus.example.",
                                                "0 9 993 a.kampus.example."],
        ("SRV", "_submissions._tcp.kampus.example"): ["0 0 0 ."],
        ("SRV", "_submission._tcp.kampus.example"): ["0 1 587 smtp.kampus.example."],
    }  # fmt: skip
    found = servers_of(ADDRESS, asking(server))
    assert found is not None
    assert (found.imap, found.smtp) == ("imaps://help@kampus.example@a.kampus.example:993", SMTP)


def test_a_domain_at_a_provider_is_known_by_its_mail_exchanger(server: DnsServer) -> None:
    """A Microsoft 365 tenant, a Google Workspace: the address alone does not show it."""
    server.others = {("MX", "kampus.example"): ["0 kampus-example.mail.protection.outlook.com."]}
    found = servers_of(ADDRESS, asking(server))
    assert found is not None
    assert (found.provider.name, found.provider.passwords) == ("Microsoft 365", False)
    server.others = {("MX", "kampus.example"): ["5 alt1.aspmx.l.google.com.", "1 aspmx.l.google.com."]}
    found = servers_of(ADDRESS, asking(server))
    assert found is not None
    assert found.smtp == "smtp://help@kampus.example@smtp.gmail.com:587"


def test_without_an_answer_nobody_knows(server: DnsServer) -> None:
    """Offline: a person is asked."""
    assert servers_of(ADDRESS, asking(server)) is None
    assert servers_of(ADDRESS, Asking(nobody, ("http://127.0.0.1:1/{domain}",), ("no url",))) is None
