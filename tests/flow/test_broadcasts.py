"""Letters to many: ordinary mail leaves first, so many in a minute, and what is left of an erased customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from functools import partial

from mailflow.cli.report_shapes import SHAPES
from mailflow.clock import machine_now
from mailflow.core.figure_rows import BroadcastRow
from mailflow.core.figures import figures
from mailflow.core.finished import Finished
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.flow.admin import broadcasting, register, verification
from mailflow.flow.admin.erase import erase
from mailflow.flow.deliver import Circuit, deliver
from mailflow.flow.schedule.broadcasts import write
from mailflow.flow.ticket.render import post_alone
from mailflow.mail.transports import Outcome, Sent
from mailflow.mail.unsubscribing import key_of, signed
from mailflow.store.desk import broadcasts
from mailflow.store.desk import register as rows
from mailflow.store.health import workers
from mailflow.store.read import reports
from tests.flow.conftest import Office
from tests.scripts.client import Client

LETTER = "Subject: Promo\n\nPotongan 10%.\n"


def entered(desk: Office, count: int) -> None:
    for number in range(count):
        register.enter(desk.parts, {"addresses": f"a{number}@mail.example", "group": "vip"})


def begun(desk: Office, count: int, **rules: int) -> int:
    """A broadcast to so many customers, of which nothing is written yet."""
    desk.write_rules({"announce": "operators", **({"broadcast": rules} if rules else {})})
    desk.write_letter("promo.id", LETTER)
    entered(desk, count)
    return broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)[0].id


@dataclass
class Server:
    """Takes every letter, one at a time; when it has the third, an answer is written."""

    desk: Office
    name: str = "server"
    at_once: int = 1
    took: list[str] = field(default_factory=list)

    def send(self, letter: Finished) -> Sent:
        self.took.append(letter.recipients[0])
        if len(self.took) == 3:
            with self.desk.parts.db.transaction():
                post_alone(self.desk.parts, Letter("taken", (Address("ani@mail.example"),)))
        return Sent({recipient: Outcome("sent", "250 ok") for recipient in letter.recipients})

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        return [self.send(letter) for letter in letters]

    def probe(self) -> str:
        return "it answers"

    def close(self) -> None:
        """Nothing is open."""


def test_an_answer_does_not_wait_for_a_broadcast(desk: Office) -> None:
    """Forty letters to many lie in the outbox, and one to one leaves as soon as it is written."""
    begun(desk, 40)
    assert write(desk.parts, steady=False) == 40
    server = Server(desk)
    deliver(desk.parts, workers.register(desk.parts.db, machine_now()), server, Circuit())
    assert server.took.index("ani@mail.example") == 3
    assert len(server.took) == 41


def test_so_many_in_a_minute(desk: Office) -> None:
    """However often it is asked, and one after the other where it is asked each second."""
    begun(desk, 8, per_minute=5)
    assert write(desk.parts, steady=True) == 1
    assert write(desk.parts, steady=False) == 4
    assert write(desk.parts, steady=False) == 0
    desk.look()
    desk.clock.advance(timedelta(seconds=61))
    assert write(desk.parts, steady=False) == 3
    assert broadcasts.listing(desk.parts.db)[0].state == "done"


def test_the_outbox_is_not_filled_while_the_server_is_down(desk: Office) -> None:
    """What waits there counts: a day's outage leaves a minute's letters, not 86,400."""
    begun(desk, 8, per_minute=5)
    assert write(desk.parts, steady=False) == 5
    desk.clock.advance(timedelta(hours=1))
    assert write(desk.parts, steady=False) == 0


def test_who_unsubscribes_meanwhile_gets_none(desk: Office) -> None:
    """Judged when his letter would be written, not when it was begun."""
    number = begun(desk, 3)
    register.put_subscribed(desk.parts, "a1@mail.example", wanted=False)
    desk.look()
    now = broadcasts.progress(desk.parts.db, number)
    assert (now.sent, now.left_out) == (2, {"unsubscribed": 1})


def test_without_its_letter_it_stops(desk: Office) -> None:
    """The admin has deleted it: nobody is left out, and the reason is said."""
    begun(desk, 3)
    (desk.home / "templates" / "canned" / "promo.id.txt").unlink()
    desk.parts.templates.reload_if_changed()
    assert write(desk.parts, steady=False) == 0
    [found] = broadcasts.listing(desk.parts.db)
    assert (found.state, found.reason) == ("stopped", "there is no letter 'promo' any more")
    assert broadcasts.progress(desk.parts.db, found.id).waiting == 3


def test_of_an_erased_customer_the_figure_stays(desk: Office) -> None:
    """And who gets his number in the register next inherits neither his letter nor his key."""
    number = begun(desk, 2)
    desk.look()
    for address in ("a1@mail.example", "a0@mail.example"):
        erase(desk.parts, address, dry_run=False)
    assert broadcasts.progress(desk.parts.db, number).written == 2
    entered(desk, 1)
    assert not broadcasts.has_row(desk.parts.db, broadcasts.BroadcastMail(number, 1))
    assert broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)[0].state == "running"


def test_a_forged_key_is_none(desk: Office) -> None:
    """Of another customer, or another desk."""
    key = key_of(desk.parts.secret, 1, 2)
    assert signed(desk.parts.secret, key) == signed(desk.parts.secret, key.upper()) == (1, 2)
    for other in (key.replace("1-2-", "1-3-"), key[:-1] + "a" if key[-1] != "a" else key[:-1] + "b", "", "1-2-"):
        assert signed(desk.parts.secret, other) is None
    assert signed(b"another", key) is None


COMPLAINT = """\
From: complaints@isp.example
To: iduhelp@desk.example
Subject: FW: Promo
Message-ID: <arf.1@isp.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: ISP/1.0
Version: 1
--b
Content-Type: message/rfc822

{letter}
--b--
"""


def test_whoever_calls_it_spam_gets_no_more(desk: Office) -> None:
    """A provider's feedback report (RFC 5965) unsubscribes, without a letter or a ticket."""
    number = begun(desk, 2)
    desk.look()
    letter = desk.world[0].received.data.decode().replace("\r\n", "\n")
    desk.put(COMPLAINT.format(letter=letter).encode(), "mailbox1")
    desk.look()
    assert broadcasts.progress(desk.parts.db, number).unsubscribed == 1
    assert [row["outcome"] for row in desk.rows()] == ["note"]
    assert (desk.numbers(), len(desk.world)) == ([], 2)


def test_a_colleague_who_is_a_customer_asks_as_one(desk: Office) -> None:
    """Budi has had it at his address: his reply is his request, and claims nothing."""
    desk.write_rules({"announce": "operators"})
    desk.write_letter("promo.id", LETTER)
    register.enter(desk.parts, {"addresses": "budi@desk.example", "group": "vip"})
    broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)
    desk.look()
    desk.mail("budi", body="Apakah berlaku untuk saya juga?", reply_to="broadcast")
    desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["request"]


def _always(letter: EmailMessage, name: str) -> EmailMessage:
    return letter


def test_alike_answers_make_no_incident(desk: Office) -> None:
    """Six customers ask the same about one letter: it is the letter that is alike."""
    desk.write_rules({"announce": "operators", "incidents": {"customers": 3, "within": "1h"}})
    desk.write_letter("promo.id", LETTER)
    entered(desk, 6)
    broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)
    desk.look()
    for letter in [seen for seen in desk.world if seen.kind == "broadcast"]:
        desk.client = Client(desk.now, partial(_always, letter.message))
        desk.mail(letter.to[0], body="Apakah promo ini berlaku untuk token listrik juga?", reply_to="broadcast")
    desk.look()
    assert desk.kinds().count("announcement") == 12
    assert "incident-proposed" not in desk.kinds()


def test_questions_to_verify_leave_one_after_the_other(desk: Office) -> None:
    """One at once, the others a second apart; nothing else waits for them."""
    desk.write_rules({"announce": "operators"})
    entered(desk, 5)
    assert verification.ask(desk.parts, rows.listing(desk.parts.db)) == 5
    desk.look()
    assert desk.kinds() == ["verify-address"]
    desk.clock.advance(timedelta(seconds=2))
    desk.look()
    assert desk.kinds() == ["verify-address"] * 3
    desk.clock.advance(timedelta(minutes=1))
    desk.look()
    assert desk.kinds() == ["verify-address"] * 5


def test_with_html_and_files(desk: Office) -> None:
    """The way out stands in both alternatives, as a link where there is a page; what `attach:` names goes along."""
    desk.write_rules({"web": {"listen": "127.0.0.1:0", "url": "https://desk.example"}})
    folder = desk.home / "templates" / "canned"
    folder.mkdir(parents=True)
    (folder / "brosur.txt").write_text("Daftar harga", encoding="utf-8")
    (folder / "promo.id.html").write_text("<html><body><p>Potongan <b>10%</b></p></body></html>", encoding="utf-8")
    desk.write_letter("promo.id", LETTER.replace("\n\n", "\nattach: [brosur.txt]\n\n", 1))
    entered(desk, 2)
    broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)
    desk.look()
    for seen in desk.world:
        html, plain = (seen.message.get_body((kind,)) for kind in ("html", "plain"))
        assert html is not None and plain is not None
        link = f"https://desk.example/unsubscribe/{key_of(desk.parts.secret, 1, desk.world.index(seen) + 1)}"
        assert f'<a href="{link}">' in html.get_content()
        assert "<b>10%</b>" in html.get_content()
        assert link in plain.get_content()
        assert [part.get_filename() for part in seen.message.iter_attachments()] == ["brosur.txt"]
    assert desk.parts.db.value("SELECT count(*) FROM letter_files") == 1


def test_the_report_counts_what_came_back(desk: Office) -> None:
    """Of the letters written in the period, each return until now; in text, JSON, CSV and on the page."""
    began = desk.now()
    number = begun(desk, 4)
    desk.look()
    texts = {"a0": "STOP", "a1": "Apakah promo ini berlaku untuk token listrik juga?"}
    for letter in [seen for seen in desk.world if seen.kind == "broadcast"]:
        desk.client = Client(desk.now, partial(_always, letter.message))
        if body := texts.get(letter.to[0].partition("@")[0]):
            desk.mail(letter.to[0], body=body, reply_to="broadcast")
    desk.look()
    with desk.parts.db.transaction():
        broadcasts.came_back(desk.parts.db, broadcasts.BroadcastMail(number, 3), "automatic_at", desk.now())
    desk.sql("UPDATE letter SET state = 'failed' WHERE id = (SELECT max(letter_id) FROM broadcast_mail)")
    hour = timedelta(hours=1)
    period = reports.period(desk.parts.db, reports.Wanted(began - hour, began + hour, began + hour))
    found = figures(period)
    assert found["broadcasts"] == [BroadcastRow(f"{number} promo (vip)", 3, 1, 1, 1, 1)]
    for shape in SHAPES.values():
        assert "promo (vip)" in shape(period, found, None)
    later = reports.Wanted(began + hour, began + 2 * hour, began + 2 * hour)
    assert figures(reports.period(desk.parts.db, later))["broadcasts"] == []
