"""Sums that would otherwise be counted again whenever somebody looks: how many mails and letters ended how
(store/desk/totals.py), and what the figures need of days that are over (summed_days.py), summed in the background."""

STATEMENTS = (
    """CREATE TABLE total (
        what TEXT NOT NULL, word TEXT NOT NULL, number {integer} NOT NULL, PRIMARY KEY (what, word)) {clustered}""",
    """CREATE TABLE summed_day (
        day {integer} NOT NULL PRIMARY KEY, round {integer} NOT NULL, counts {blob}, times {blob}, requesters {blob},
        CHECK ((counts IS NULL) = (times IS NULL)), CHECK ((counts IS NULL) = (requesters IS NULL)))""",
    "CREATE INDEX summed_day_due ON summed_day (day) WHERE counts IS NULL",
    # at each look: merged tickets whose alarm was computed under other rules
    "CREATE INDEX ticket_merged ON ticket (n, wake_rules) WHERE status = 'merged'",
    """INSERT INTO total (what, word, number)
        SELECT 'mail', outcome, count(*) FROM inbox WHERE outcome IS NOT NULL GROUP BY outcome""",
    """INSERT INTO total (what, word, number)
        SELECT 'letter', state, count(*) FROM letter WHERE state <> 'waiting' GROUP BY state""",
    """INSERT INTO total (what, word, number)
        SELECT 'breach', '', found FROM (SELECT COALESCE(sum(breaches), 0) AS found FROM ticket) t WHERE found > 0""",
)
