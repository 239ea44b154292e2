"""Sends letters to a mail server (RFC 5321), step by step with smtplib, so that each recipient's reply is known, and
whether a connection was lost before or after the letter was handed over."""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl

from mailflow.core.finished import Finished
from mailflow.credentials import Credentials
from mailflow.errors import Doubtful, GiveUp, TryLater, Unwelcome
from mailflow.lazy_dataclasses import replace
from mailflow.mail.identity import without_bounce_tag
from mailflow.mail.network import (
    Endpoint,
    keep_alive,
    other_scheme,
    parse_endpoint,
    reason,
    tls_context,
)
from mailflow.mail.transports.protocol import Outcome, Sent
from mailflow.mail.transports.refusals import Stage, of_the_session, verdict
from mailflow.mail.transports.smtp_login import SHUTTING_DOWN, log_in, shown
from mailflow.mail.transports.wire import check, stuffed, wire

log = logging.getLogger(__name__)

NONE = Credentials()
LOST = OSError  # the base class of TimeoutError, ssl.SSLError and smtplib.SMTPException
GOODBYE = 2.0  # seconds to wait for the reply to QUIT


class SmtpTransport:
    """One connection, opened by the first letter, kept for further ones, closed by `close`. `smtp://` requires
    STARTTLS."""

    at_once = 1  # a server delivers a letter as often as it is sent

    def __init__(
        self,
        url: str,
        ours: Credentials = NONE,
        *,
        timeout: float = 30.0,
        data_timeout: float | None = None,
        hello: str | None = None,
    ) -> None:
        self._server: Endpoint = parse_endpoint(url, "smtp", ours.password_place)
        self.name = str(self._server)
        self._ours = ours
        self._timeout = timeout
        # A server that scans a letter may take minutes to reply; giving up earlier means that it is delivered twice
        # (RFC 5321 §4.5.3.2.6: ten minutes)
        self._data_timeout = 10 * timeout if data_timeout is None else data_timeout
        self._hello = hello or socket.gethostname()  # smtplib's getfqdn may block on a dead name server
        self._connection: smtplib.SMTP | None = None
        self._used = False  # a letter was sent over this connection
        self._plain = False  # the server lets us send as the desk alone, without a letter's tag

    def send(self, letter: Finished) -> Sent:
        """Send one letter. A connection that has been closed since the last letter, or accepts no more letters, is
        replaced once."""
        check(letter)
        try:
            return self._attempt(letter)
        except _DiedBefore as death:
            if not death.used:
                raise TryLater(f"{self._server.place}: {death}") from death
            log.info("reconnecting to %s: %s", self._server.place, death)
        try:
            return self._attempt(letter)
        except _DiedBefore as death:
            raise TryLater(f"{self._server.place}: {death}") from death

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        """One after the other over one connection; the first TryLater is the result of all that follow."""
        results: list[Sent | Exception] = []
        for letter in letters:
            try:
                results.append(self.send(letter))
            except GiveUp as error:
                results.append(error)
            except TryLater as error:
                results.extend([error] * (len(letters) - len(results)))
                break
        return results

    def probe(self) -> str:
        """Connect, log in, NOOP."""
        try:
            connection = self._connected()
            code, text = connection.noop()
        except _DiedBefore as death:
            raise TryLater(f"{self._server.place}: {death}") from death
        except LOST as error:
            self._drop()
            raise TryLater(f"{self._server.place}: {_why(error)}") from error
        if code != 250:
            raise TryLater(f"{self._server.place}: {shown(code, text)}")
        secured = {"tls": "TLS", "starttls": "STARTTLS", "none": "not encrypted"}[self._server.security]
        login = f"logged in as {self._server.user}" if self._server.user else "no login"
        return f"{self._server.place}: mail can be sent ({secured}, {login})"

    def close(self) -> None:
        """QUIT; the reply is not waited for long."""
        connection, self._connection = self._connection, None
        self._used = False
        if connection is not None:
            try:
                _be_patient(connection, GOODBYE)
                connection.quit()
            except LOST:
                connection.close()

    def _attempt(self, letter: Finished) -> Sent:
        """A server that refuses us an address with a letter's tag (`desk.plus`) gets this letter, and all that follow,
        from the desk's own."""
        plain = replace(letter, sender=without_bounce_tag(letter.sender))
        if self._plain or plain.sender == letter.sender:
            return self._offered(plain)
        try:
            return self._offered(letter)
        except _Refused as refused:
            sent = self._offered(plain)
            log.info("bounce addresses are not used: %s", refused)
            self._plain = True
            return sent

    def _offered(self, letter: Finished) -> Sent:
        connection = self._connected()
        try:
            outcomes, accepted = self._offer(connection, letter)
            if accepted:
                code, text = connection.docmd("DATA")
                _mind_shutdown(code, text)
                if code != 354:
                    outcomes |= dict.fromkeys(accepted, self._refusal("DATA", code, text))
                    accepted = []
        except LOST as error:
            used = self._used
            self._drop()
            raise _DiedBefore(_why(error), used) from error
        if accepted:
            outcomes |= dict.fromkeys(accepted, self._hand_over(connection, letter.data))
        else:
            self._reset(connection)
        self._used = True
        return Sent({recipient: outcomes[recipient] for recipient in letter.recipients})

    def _offer(self, connection: smtplib.SMTP, letter: Finished) -> tuple[dict[str, Outcome], list[str]]:
        """MAIL and RCPT. Returns the recipients whose result is known already, and those accepted."""
        outcomes, addresses, options = self._envelope(connection, letter)
        if not addresses:
            return outcomes, []
        # not smtplib's mail() and rcpt(), which re-parse the address and, given two in one string, send the first
        code, text = connection.docmd("MAIL", " ".join([f"FROM:<{wire(letter.sender)}>", *options]))
        _mind_shutdown(code, text)
        if code != 250:
            if self._used:  # perhaps this connection accepts no more letters
                raise smtplib.SMTPServerDisconnected(shown(code, text))
            sender = f"the sender {letter.sender} was refused: "
            return outcomes | dict.fromkeys(addresses, self._refusal("MAIL", code, text, sender)), []
        accepted: list[str] = []
        refused: dict[str, tuple[int, bytes]] = {}
        for recipient, address in addresses.items():
            code, text = connection.docmd("RCPT", f"TO:<{address}>")
            _mind_shutdown(code, text)
            if code in (250, 251):
                accepted.append(recipient)
            else:
                refused[recipient] = (code, text)
        for recipient, (code, text) in refused.items():
            outcomes[recipient] = self._refusal("RCPT", code, text, beside=bool(accepted))
        return outcomes, accepted

    def _envelope(
        self, connection: smtplib.SMTP, letter: Finished
    ) -> tuple[dict[str, Outcome], dict[str, str], list[str]]:
        """Which recipients this server can accept at all, each in its wire form, and the parameters of MAIL."""
        limit = connection.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < len(letter.data):
            raise GiveUp(f"{self._server.place} takes {limit} bytes at most, the letter has {len(letter.data)}")
        utf8 = connection.has_extn("smtputf8")
        if not utf8 and not wire(letter.sender).isascii():
            raise GiveUp(f"the sender {self._needs_utf8(letter.sender)}")
        addresses = {recipient: wire(recipient) for recipient in letter.recipients}
        outcomes: dict[str, Outcome] = {}
        for recipient in [name for name, address in addresses.items() if not utf8 and not address.isascii()]:
            del addresses[recipient]
            outcomes[recipient] = Outcome("failed", f"the address {self._needs_utf8(recipient)}")
        options = [f"SIZE={len(letter.data)}"] if connection.has_extn("size") else []
        if connection.has_extn("8bitmime") and not letter.data.isascii():
            options.append("BODY=8BITMIME")
        if not all(address.isascii() for address in (*addresses.values(), wire(letter.sender))):
            options.append("SMTPUTF8")
            connection.command_encoding = "utf-8"
        else:
            connection.command_encoding = "ascii"
        return outcomes, addresses, options

    def _needs_utf8(self, address: str) -> str:
        return f"{address} needs SMTPUTF8 (RFC 6531), which {self._server.place} does not offer"

    def _hand_over(self, connection: smtplib.SMTP, data: bytes) -> Outcome:
        """After 354. A failure from here on may have happened after the server accepted the letter: it is sent again
        with the same Message-ID, so that the receiver can recognise the duplicate (RFC 5321 §4.5.5, RFC 1047)."""
        try:
            connection.send(stuffed(data))
            _be_patient(connection, self._data_timeout)
            code, text = connection.getreply()
            _be_patient(connection, self._timeout)
        except LOST as error:
            self._drop()
            raise Doubtful(f"{self._server.place}: {_why(error)}, perhaps after it took the letter") from error
        if code == SHUTTING_DOWN:
            self._drop()
            raise Doubtful(f"{self._server.place}: {shown(code, text)}")
        return Outcome("sent", shown(code, text)) if code // 100 == 2 else self._refusal("DATA", code, text)

    def _refusal(self, stage: Stage, code: int, text: bytes, about: str = "", *, beside: bool = False) -> Outcome:
        """The outcome of a refusal for one recipient. Raises Unwelcome when it means all recipients and all letters.
        `beside`: other recipients were accepted, so such a reply means a quota is reached: this recipient waits, the
        others get the letter."""
        answer = shown(code, text)
        if self._used and not beside and of_the_session(answer):
            self._drop()
            raise _DiedBefore(answer, used=True)
        found = verdict(stage, code, answer)
        if found != "ours":
            return Outcome(found, about + answer)
        if beside:
            return Outcome("later", answer)
        self._drop()
        kind = _Refused if code // 100 == 5 else Unwelcome
        raise kind(f"{self._server.place}: {about}{answer}")

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except smtplib.SMTPResponseException as error:
                raise TryLater(f"{self._server.place}: {shown(error.smtp_code, error.smtp_error)}") from error
            except LOST as error:
                mend = other_scheme(self._server, _hidden(error))
                raise TryLater(f"{self._server.place}: {mend or _why(error)}") from error
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, None
        if server.security != "none":
            context = tls_context(self._ours)
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, self._hello, timeout=self._timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, self._hello, timeout=self._timeout)
        try:
            if connection.sock is not None:
                keep_alive(connection.sock)
            connection.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                self._start_tls(connection, context)
            if server.user is not None:
                log_in(connection, server, self._ours)
        except BaseException:
            connection.close()
            raise
        return connection

    def _start_tls(self, connection: smtplib.SMTP, context: ssl.SSLContext | None) -> None:
        if not connection.has_extn("starttls"):
            raise TryLater(f"{self._server.place}: offers no STARTTLS, on which smtp:// insists")
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()

    def _reset(self, connection: smtplib.SMTP) -> None:
        """RSET, so that the next letter starts clean."""
        try:
            code, _ = connection.rset()
        except LOST:
            code = -1
        if code != 250:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._used = False
        if connection is not None:
            connection.close()


class _DiedBefore(Exception):
    """The connection was lost before the letter was handed over: nothing has happened yet."""

    def __init__(self, words: str, used: bool = False) -> None:
        super().__init__(words)
        self.used = used  # letters had been sent over it before


class _Refused(Unwelcome):
    """The server does not take anything from us, and says that this will not change."""


def _mind_shutdown(code: int, text: bytes) -> None:
    """421 may answer any command when the server shuts down (RFC 5321 §3.8): the same as a closed connection."""
    if code == SHUTTING_DOWN:
        raise smtplib.SMTPServerDisconnected(shown(code, text))


def _be_patient(connection: smtplib.SMTP, seconds: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(seconds)


def _why(error: OSError) -> str:
    return reason(_hidden(error))


def _hidden(error: OSError) -> OSError:
    """The timeout that smtplib hides in an SMTPServerDisconnected ("connection closed"), or the error itself."""
    found = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    return found if isinstance(found, OSError) else error
