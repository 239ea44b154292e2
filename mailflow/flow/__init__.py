"""The imperative shell: carries a mail from a source through the core to a transport. In the order a mail meets them:

    intake/         a mail is stored durably in the inbox; only then its mailbox is told so
    settle/         a mail of the inbox is parsed, matched, decided; every mail ends with a named outcome
    ticket/         handle: the only way a ticket changes; renders its letters
    deliver.py      letters of the outbox go to a transport, behind a circuit breaker
    schedule/       what is triggered by time: reminders, the digest, retention
    health/         the desk monitors itself and alerts the admin
    loop_health.py  state of each loop of this process: last step, trouble
    ways.py         mailboxes, outgoing server and pages of a daemon: they follow rules.yaml
    daemon.py       runs the loops as threads, or each of them once
    admin/          what a person asks for by command: doctor, backup, explain, rebuild …
    parts.py        the frozen bundle of dependencies that everything here receives
    turns.py        who floods lets others go first: each mail's turn, by its header, before it is stored
    early.py        replies that came before the mail they answer
    parsed.py       stored mails are parsed without the write lock: what a transaction lacks interrupts it
    policy.py       rules and letters in force; a broken edit keeps the last valid version

Not here: SQL (store/), parsing and composing mail (mail/), what follows from an occasion (core/), printing (cli/).
"""
