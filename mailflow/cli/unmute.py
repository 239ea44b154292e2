"""`mailflow unmute`: a restored desk is the desk now, and its letters leave."""

from __future__ import annotations

import click

from mailflow.cli.common import command, home, login_name, put_json, tell
from mailflow.core.how_many import how_many


@command("unmute", "mailflow unmute", "mailflow unmute --drop")
@click.option("--drop", is_flag=True, help="Give up the letters that wait; `mailflow outbox retry ID` undoes it.")
def unmute(drop: bool, as_json: bool) -> None:
    """Let the letters of a restored desk leave. Do it when the desk it is a copy of has been stopped for good.

    What waits is sent by `mailflow run` then: see `mailflow outbox` first, some of it may have been sent by the other.
    Events for webhooks wait alike; with --drop webhooks hear only of what follows.
    """
    from mailflow.flow.schedule import webhook_mark
    from mailflow.store.desk import meta
    from mailflow.store.mail import outbox
    from mailflow.view import viewing

    with viewing(home()) as view:
        was, waiting = bool(meta.muted(view.db)), outbox.waiting(view.db)
        with view.db.transaction():
            dropped = outbox.drop_waiting(view.db, f"dropped when unmuted ({login_name()})") if drop else 0
            if drop:
                webhook_mark.skip(view.db)
            meta.unmute(view.db)
    if as_json:
        put_json({"was_muted": was, "waiting": waiting - dropped, "dropped": dropped})
        return
    tell("letters leave this desk again" if was else "this desk was not muted")
    if dropped:
        are = how_many(dropped, "letter that waited is", "letters that waited are")
        tell(f"{are} dropped; see `mailflow outbox list --state dropped`")
    elif waiting:
        wait = how_many(waiting, "letter waits and is", "letters wait and are")
        tell(f"{wait} sent by `mailflow run`; see `mailflow outbox`")
