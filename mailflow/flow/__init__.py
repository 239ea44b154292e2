"""The imperative shell: what carries a mail from a source through the core to a transport, in the order it goes.

    intake/         a mail is in the inbox, durably, before its mailbox is told so
    settle/         from the inbox: understood, matched, decided; every mail ends in a named outcome
    ticket/         the one door through which a ticket changes; its letters become bytes
    deliver.py      from the outbox to a transport; the circuit breaker before it
    schedule/       what time brings: reminders, the digest, retention
    health/         the desk watches itself and tells the admin
    loop_health.py  how each loop of this process is: last step, trouble
    ways.py         mailboxes, outgoing server and pages of a daemon: they follow rules.yaml
    daemon.py       the loops as threads, or each of them once
    admin/          what a person asks for by command: doctor, backup, explain, rebuild …
    parts.py        the frozen bundle everything here receives
    policy.py       rules and letters as last left in good order

Not here: SQL (store/), what bytes of mail mean (mail/), what follows from an occasion (core/), printing (cli/).
"""
