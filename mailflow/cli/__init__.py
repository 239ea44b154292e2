"""The command line: parse arguments, call one function, print. Each command is a module that is imported when used.

`mailflow --help` reads only `COMMANDS`, so that it answers at once: for each command its name, the place of its
function, and a line of help.
"""

from __future__ import annotations

import gc
import io
import sys

import click

from mailflow.cli.common import common_options, version
from mailflow.cli.lazy import LazyGroup

COMMANDS = (
    ("Setting up", (
        ("init", "mailflow.cli.init:init", "Make a new home: rules.yaml and the canned letters."),
        ("check", "mailflow.cli.check:check", "Validate rules.yaml and render every letter."),
        ("login", "mailflow.cli.login:login", "Log in to Gmail or Microsoft 365, for a desk without password."),
        ("completion", "mailflow.cli.completion:completion", "Complete commands in bash, zsh, fish: --install."),
        ("man", "mailflow.cli.man:man", "Manual pages of all commands: --install."),
        ("dkim", "mailflow.cli.dkim:dkim", "The key letters are signed with: make it, show its line of DNS."),
        ("demo", "mailflow.cli.demo:demo", "Play the whole procedure, without any configuration."),
    )),
    ("Running", (
        ("run", "mailflow.cli.run:run", "Receive mail, send letters and reminders."),
        ("reload", "mailflow.cli.reload:reload", "Apply an edit of rules.yaml now."),
        ("doctor", "mailflow.cli.doctor:doctor", "Look for lost, stuck or failed mail, and what could cause it."),
        ("verify", "mailflow.cli.verify:verify", "Check the tickets against their event log."),
        ("uptime", "mailflow.cli.uptime:uptime", "How much of each day the desk was running."),
        ("rebuild", "mailflow.cli.rebuild:rebuild", "Decide everything again and compare."),
        ("simulate", "mailflow.cli.simulate:simulate", "What would have gone differently under other rules."),
        ("inbox", "mailflow.cli.inbox:inbox", "Mail that waits, is parked or quarantined."),
        ("outbox", "mailflow.cli.outbox:outbox", "Letters that wait or failed."),
        ("retention", "mailflow.cli.retention:retention", "Remove the bytes of old mails and letters."),
        ("erase-customer", "mailflow.cli.erase:erase_customer", "Erase a customer's data; the figures stay."),
        ("backup", "mailflow.cli.backup:backup", "Back the whole desk up into one file, while it runs."),
        ("restore", "mailflow.cli.backup:restore", "Restore such a backup; the desk is muted."),
        ("upgrade", "mailflow.cli.upgrade:upgrade", "Bring a desk to this version, with a backup and a way back."),
        ("import", "mailflow.cli.importing:import_", "Bring in the mails of before as closed tickets."),
        ("web", "mailflow.cli.web:web", "Who may see the pages: make the hash of a password."),
        ("webhooks", "mailflow.cli.webhooks:webhooks", "Programs told of events: list, test, retry, a secret."),
        ("secret", "mailflow.cli.secret:secret", "The secret our Message-IDs are signed with: its age; rotate it."),
        ("systemd", "mailflow.cli.systemd:systemd", "The desk as a service of this machine: install, show."),
        ("unmute", "mailflow.cli.unmute:unmute", "Let a restored desk send its letters."),
    )),
    ("Tickets", (
        ("list", "mailflow.cli.listing:list_", "List tickets."),
        ("show", "mailflow.cli.show:show", "Show one ticket with its whole timeline."),
        ("search", "mailflow.cli.search:search", "Search mails, letters, notes and attachments."),
        ("export", "mailflow.cli.export:export", "Write a ticket as mbox, .eml files or one HTML page."),
        ("why", "mailflow.cli.why:why", "Explain the clocks of a ticket and their arithmetic."),
        ("close", "mailflow.cli.act:close", "Close tickets: the customer gets a canned response."),
        ("reopen", "mailflow.cli.act:reopen", "Reopen a closed ticket."),
        ("assign", "mailflow.cli.act:assign", "Give a ticket to an operator."),
        ("release", "mailflow.cli.act:release", "Give a ticket back to all operators."),
        ("discard", "mailflow.cli.act:discard", "End a ticket that is no request: spam, chit-chat."),
        ("note", "mailflow.cli.act:note", "Write a note on a ticket, for colleagues only."),
        ("category", "mailflow.cli.act:category", "File a ticket under a category."),
        ("priority", "mailflow.cli.act:priority", "Set a ticket's priority: high, normal, low."),
        ("snooze", "mailflow.cli.act:snooze", "Send a ticket's owner no reminder before a moment."),
        ("excuse", "mailflow.cli.act:excuse", "Say why a breach is no fault."),
        ("unbind", "mailflow.cli.act:unbind", "Take a ticket out of an incident, or end it."),
        ("merge", "mailflow.cli.act:merge", "Put one ticket into another."),
        ("away", "mailflow.cli.presence:away", "Note a colleague as away; a deputy gets the reminders."),
        ("back", "mailflow.cli.presence:back", "Note a colleague as here again."),
        ("redact", "mailflow.cli.mails:redact", "Remove a PIN or password from everything kept."),
        ("split", "mailflow.cli.mails:split", "Make a mail of a ticket one of its own."),
        ("send", "mailflow.cli.answering:send", "Answer the customer of a ticket."),
        ("undo", "mailflow.cli.answering:undo", "Take back an answer or a command."),
        ("ask", "mailflow.cli.act:ask", "Ask a third party privately."),
        ("escalate", "mailflow.cli.act:escalate", "Pass a ticket to the second tier."),
    )),
    ("Customers", (
        ("customers", "mailflow.cli.customer_family:customers", "The register of customers: list, add, import …"),
        ("broadcast", "mailflow.cli.broadcast:broadcast", "One canned letter to many customers; stop, resume, list."),
    )),
    ("Looking closer", (
        ("report", "mailflow.cli.report:report", "The PIC's figures."),
        ("survey", "mailflow.cli.survey:survey", "Customers' votes: list; record those of an external page."),
        ("testimonials", "mailflow.cli.survey:testimonials", "Customers' comments, and which are published."),
        ("proof", "mailflow.cli.proof:proof", "One ticket as a zip that proves itself."),
        ("explain", "mailflow.cli.explain:explain", "How a mail would be understood, matched and decided."),
        ("trust", "mailflow.cli.trust:trust", "Whether the author of a mail is believed, and why."),
        ("letters", "mailflow.cli.letters:letters", "The canned letters: list, show, preview, publish."),
        ("docs", "mailflow.cli.docs:docs", "Open the documentation, without network."),
        ("help", "mailflow.cli.help:help_", "Show what a command does, with examples."),
    )),
)  # fmt: skip


@click.group(cls=LazyGroup, families=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@version
@common_options
def cli() -> None:
    """A support desk that runs entirely in the mail clients people already use.

    A desk lives in one folder, its home: --home DIR, else $MAILFLOW_HOME, else the current folder. Begin with
    `mailflow init DIR`. Exit status: 0 done, 1 it could not be done, 2 wrong usage or configuration.
    """


def main() -> None:
    """Entry point of `mailflow …` and `python cli.py …`."""
    # what is loaded stays, and nearly all of a mail goes without the collector of cycles: 0.9 of the time of a start,
    # 0.96 of that of conversations
    gc.set_threshold(50_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        # a character missing in the terminal's encoding must not fail the command
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="mailflow")
