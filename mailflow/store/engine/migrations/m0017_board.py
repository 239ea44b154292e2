"""The team's page: the tickets that go on, of each state, by what is due next, without reading their rows."""

STATEMENTS = (
    """CREATE INDEX ticket_board ON ticket (status, wake_at, owner, n)
        WHERE status NOT IN ('closed', 'merged', 'discarded')""",
)
