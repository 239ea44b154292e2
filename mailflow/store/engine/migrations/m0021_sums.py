"""Sums that would otherwise be counted again whenever somebody looks: how many mails and letters ended how
(store/desk/totals.py)."""

STATEMENTS = (
    """CREATE TABLE total (
        what TEXT NOT NULL, word TEXT NOT NULL, number {integer} NOT NULL, PRIMARY KEY (what, word)) {clustered}""",
    """INSERT INTO total (what, word, number)
        SELECT 'mail', outcome, count(*) FROM inbox WHERE outcome IS NOT NULL GROUP BY outcome""",
    """INSERT INTO total (what, word, number)
        SELECT 'letter', state, count(*) FROM letter WHERE state <> 'waiting' GROUP BY state""",
    """INSERT INTO total (what, word, number)
        SELECT 'breach', '', found FROM (SELECT COALESCE(sum(breaches), 0) AS found FROM ticket) t WHERE found > 0""",
)
