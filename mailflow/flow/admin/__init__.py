"""What a person asks for by command. The daemon needs none of it.

    doctor.py           what is wrong with this desk, or soon will be
    server_checks.py    how mailboxes and transports answer
    authserv.py         whether trust.authserv is the name our mail server writes
    rewriting_lists.py  lists that rewrite From, and which colleagues cannot be proven because of that
    explain.py          how one mail would be decided; rolled back afterwards
    trust.py            what proves the author of one mail, and what rules.yaml would have to say
    verify.py           the event log proves the ticket rows
    verify_apart.py     the same of a large desk, in processes of their own
    verify_chain.py     the hash chain proves log, mails and letters
    proof.py            one ticket as a zip that proves itself
    proof_steps.py      its steps, with the arithmetic of their deadlines
    proof_summary.py    its page for both sides
    rebuild.py          the journal replayed under today's rules, compared with the desk
    simulate.py         the same from a day on under other rules: what would have gone differently
    replay.py           the replay itself: a new database, each occasion at its own time
    importing.py        old mails become closed tickets: what there is, then one conversation after the other
    old_conversation.py one of these conversations → its ticket
    backup.py           a desk as one archive, and restore
    archive.py          that file: written, read back, unpacked
    increment.py        one with only what is new since another
    quick_gzip.py       its compression, which leaves alone what does not shrink
    upgrade.py          a desk of an earlier version: backed up, migrated, looked at
    sealing.py          the archive encrypted with age, for those who have a key
    register.py         the customers' register: entered, changed, imported
    broadcasting.py     a canned letter to many of them: tried, begun, stopped
    verification.py     registered customers are asked to verify their addresses
    webhooks.py         how each webhook is doing
    erase.py            deletes a customer's data; figures and log stay

Not here: parsing arguments and printing (cli/), SQL (store/admin/).
"""
