"""`mailflow reload`: an edit of rules.yaml counts now, without the minute's wait."""

from __future__ import annotations

from mailflow.cli.common import command, home, put, put_json, tell


@command("reload", "mailflow reload")
def reload(as_json: bool) -> None:
    """Let the edited rules.yaml count at once, and say what it takes away.

    A running mailflow sees every edit by itself within three seconds. One that takes people, mailboxes, steps of a
    ladder or a whole block away waits for a minute, unless it is accepted by this command.
    """
    from mailflow import app
    from mailflow.flow.health import edits
    from mailflow.flow.health.heartbeat import daemon_is_alive
    from mailflow.store.desk import holdings

    parts = app.open_parts(home(), need_secrets=True, create=False)
    try:
        settings = parts.policy.settings
        lost = edits.since_last_run(parts.db, settings)
        losses = edits.sentences(parts.db, settings, lost, "en")
        begun = app.has_database(settings.database)
        running = begun and daemon_is_alive(parts.db)
        if begun:
            holdings.accept(parts.db, settings.digest)
    finally:
        parts.db.close()
    if as_json:
        put_json({"running": running, "takes_away": losses})
        return
    for sentence in losses:
        put(sentence)
    tell("rules.yaml is good and counts now" if running else "rules.yaml is good; no `mailflow run` is running")
