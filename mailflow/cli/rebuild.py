"""`mailflow rebuild --verify`: the journal lived again in a fresh database and compared with the desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.flow.admin.rebuild import Findings


_WHY_ONLY = (
    "say `mailflow rebuild --verify`: it compares and changes nothing. A desk is never replaced by its replay, which "
    "would send every letter again; what is lost comes back from a back-up, with `mailflow restore`. Only the sums "
    "that figures are made of are counted anew, with --sums."
)


@command("rebuild", "mailflow rebuild --verify", "mailflow rebuild --verify --json > differences.json")
@click.option("--verify", is_flag=True, help="Compare; nothing is changed. Without it nothing is done.")
@click.option("--sums", is_flag=True, help="Instead: count anew how many mails, letters and tickets there are.")
@click.pass_context
def rebuild(ctx: click.Context, *, verify: bool, sums: bool, as_json: bool) -> None:
    """Decide every mail, command and alarm again, with today's code and rules, and compare the results.

    Tells each ticket that would have gone another way, with the moment, and each stored mail that would be understood
    otherwise: after an edit of rules.yaml or an upgrade that is what has changed. Exit status 1 if anything differs.
    """
    if sums:
        _count(as_json)
        return
    if not verify:
        raise click.UsageError(_WHY_ONLY)
    from mailflow import app
    from mailflow.flow.admin import rebuild as rebuilding

    parts = app.open_parts(home(), create=False)
    try:
        with progress("occasions") as seen:
            found = rebuilding.verify(parts, seen)
    finally:
        parts.db.close()
    if as_json:
        put_json({
            "ok": found.ok, "occasions": found.occasions, "tickets": found.tickets, "mails": found.mails,
            "differences": [asdict(one) for one in found.differences],
            "mail_differences": [asdict(one) for one in found.mail_differences],
            "too_old": sorted(found.too_old), "expired": sorted(found.expired),
        })  # fmt: skip
    else:
        _tell(found)
    ctx.exit(0 if found.ok else CANNOT)


def _count(as_json: bool) -> None:
    from mailflow import app
    from mailflow.store.admin import totals_check
    from mailflow.store.desk import totals

    with app.viewing(home()) as view:
        wrong = totals_check.faults(view.db)
        with view.db.transaction():
            totals.count_anew(view.db)
    if as_json:
        put_json({"ok": True, "wrong": wrong})
        return
    for words in wrong:
        put(words)
    put("what figures are made of was counted anew")


def _tell(found: Findings) -> None:
    for one in found.differences:
        where = f"mail {one.mail}" if one.mail else f"occasion {one.occasion}" if one.occasion else "the end"
        rules = "; the rules were others then" if one.rules_changed else ""
        put(f"ticket {one.n}, {where}: {one.field}: {one.stored} | today {one.today}{rules}")
    for mail in found.mail_differences:
        put(f"mail {mail.mail}: {mail.field}: {mail.stored} | today {mail.today}")
    why = (found.too_old, "too old to replay"), (found.expired, "replayed only until a mail expired or lost words")
    for numbers, words in why:
        if numbers:
            some = ", ".join(map(str, sorted(numbers)[:10]))
            are = how_many(len(numbers), "ticket is", "tickets are")
            put(f"{are} {words}, and compared with the log from there: {some}")
    verdict = "all the same" if found.ok else "not the same"
    counts = (found.occasions, "occasion"), (found.mails, "mail"), (found.tickets, "ticket")
    put(f"{', '.join(how_many(*count) for count in counts)} replayed to the end: {verdict}")
