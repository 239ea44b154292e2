"""The desk's policy as values and pure functions: no I/O, clock, randomness, logging or third-party packages.

A mail, and whose it is:

    arrival.py           a mail on its way into the inbox, not yet parsed
    message.py           a parsed mail, as mail/understand.py makes it
    subject_prefix.py    "Re:", "Bls:", "Fwd:" before a subject
    mailbox_name.py      the names of mailboxes in the inbox's key
    authors.py           who wrote it, and whether that is proven
    proofs.py            what else proves a colleague: reply token, signature
    secret.py            the keys that sign, and older ones that count
    people.py            who is who on a ticket, and whom a mail reached
    registered.py        a customer of the register
    forms.py             mails of web forms, and whom they name
    match.py             which ticket it belongs to: clues in order of trust
    turns.py             fair order among senders
    limits.py            how much one address or organisation may cause
    likeness.py          robots that answer our letters from ever new addresses
    sender_terms.py      what *block 17* and *trust 17* cover
    openness.py          how open the desk is, door by door

What it means:

    meaning.py           the value of a reading
    meanings.py          the words of a mail on a ticket, whoever wrote it
    replies/             how replies are read: operators, customers, PICs
    temper.py            written in anger
    repeats.py           the same complaint once more
    mail_data.py         the facts of `data:` in one mail
    request_data.py      … in all mails of a request
    request_labels.py    what people call these facts
    finders/             facts in words: numbers, sums, moments
    when/                moments behind a command: "besok", "Friday 14:00"
    numerals.py          numbers as both languages write them
    patterns.py          text search for policies
    masking.py           private facts made unreadable
    redacting.py         words that are to disappear

The rules in force:

    rules.py             rules.yaml as frozen values
    desk.py              the desk itself: addresses, language, numbers
    conditions.py        the words of `when:`
    actions.py           the words of `then:`
    hint_modes.py        the keys of `hints:`
    hours.py             working-time arithmetic
    worked_time.py       working time between two moments
    shifts.py            who is on duty when
    absence.py           who is away
    stand_ins.py         who reads for whom now
    groups.py            groups of operators
    renames.py           one person under two names
    losses.py            what an edit of rules.yaml takes away

A ticket:

    ticket.py            its state, folded from its events
    status.py            whose turn it is
    priority.py          its priorities
    state_words.py       its state in a sentence
    holding.py           its part about answers that wait
    incident.py          its part about an incident
    lost_copies.py       its part about answers known from quotations
    clocks.py            how its clocks start and stop
    answers_out.py       the clocks its answers stopped, in case they come back
    pauses.py            clocks that stood still

Decide: ticket and occasion → events:

    occasions.py         what may happen: a mail, time, a command, a failed letter
    consequences.py      everything that follows from an occasion
    decide.py            the entry point
    opening.py           a mail that begins a ticket
    customers.py         a customer's mails
    operators.py         an operator's mails
    operator_reply.py    one of them with its questions answered
    no_answers.py        a reply that tells the customer nothing
    pics.py              a PIC's reply to a closing notice
    reactions.py         emoji reactions
    closing.py           whether a ticket may be closed
    survey.py            votes: whether one may be cast
    survey_times.py      until when, and the reminder
    votes.py             what a ticket keeps of the newest vote
    low_scores.py        the PIC's reply about a low vote
    held.py              answers returned instead of relayed
    held_reminder.py     when their author is asked once more
    hints.py             what an answer may lack or give away
    unsent.py            answers that wait for their moment
    lost.py              answers known from a customer's quotation alone
    parties.py           parties outside: what both kinds share
    second_tier.py       step 6
    third_party.py       somebody asked privately
    merging.py           two tickets become one
    splitting.py         a mail becomes a ticket of its own
    incidents.py         many customers, one problem
    commands/            mail commands, each one value
    typed_answers.py     `mailflow send`
    typed_undo.py        `mailflow undo`
    undoing.py           what a command changed, taken back
    confirmations.py     acts that are asked back first
    releases.py          what a reply to the digest may say
    claim_expiry.py      a claim never answered goes back
    ladder.py            the reminder ladders, one entry each
    ladders.py           when their rungs are due
    importing.py         mails of before become a ticket

Events, and evolve: event → ticket:

    events.py            every event
    intake_events.py     of rules at intake
    held_events.py       of answers held, waiting, sent
    lost_events.py       of answers not seen
    party_events.py      of parties outside
    joining_events.py    of tickets that become one, or two
    incident_events.py   of incidents
    import_events.py     of imports
    command_events.py    of commands
    failure_events.py    of letters that did not arrive
    evolve.py            the only way a ticket changes
    evolve_answers.py    … by answers
    evolve_undelivered.py … by letters that did not arrive
    evolve_parties.py    … by parties
    evolve_joining.py    … by merging and splitting
    evolve_incidents.py  … by incidents
    evolve_imported.py   … by an import
    eventlog.py          events as JSON
    journal_entry.py     an occasion as JSON, for `rebuild`
    plain.py             values as JSON types
    outcomes.py          what a mail with these events is called
    event_words.py       what an event is called on pages and in chats

Letters: event → letters:

    letter_kind.py       what can be said of a kind of letter
    letter_table.py      every kind of letter, one entry each
    letter_kinds.py      what is asked of them
    letter.py            a letter decided, without words
    letters.py           which letters an event causes
    addressing.py        whom they go to
    addressed.py         a letter with what its kind and reader mean
    offering.py          announcement, claim, handover
    intake_letters.py    what was decided at intake
    held_letters.py      held answers
    unsent_letters.py    letters that wait with an answer
    party_letters.py     the exchange with parties
    merge_letters.py     merged tickets
    incident_letters.py  incidents
    command_letters.py   the receipt of commands
    rung_facts.py        facts of reminders
    canned_answer.py     `/balas NAME`
    bundle.py            many reminders as one letter
    sample_reader.py     sample facts for previews
    wording.py           short texts beside templates
    wording_hints.py     … of hints
    wording_joining.py   … of merging and asking
    tier_wording.py      … of the second tier
    moments.py           times in words
    preview.py           first words of an untrusted mail
    alerts.py            what an alert to the admin says
    finished.py          a letter as it is stored and sent

Looking:

    search/              the archive: what is indexed, what a question asks
    counted.py           what figures count of events
    period.py            what happened in a period
    figures.py           the figures, one entry each
    figures_by_part.py   … those told by operator, day, customer …
    promises.py          what became of promised answers
    quarter_columns.py   what was counted, by quarters of an hour
    quantiles.py         median and 90th percentile of several columns
    how_many.py          counts in English words
    lengths.py           many lengths of time in little room
    figure_sums.py       their arithmetic
    figure_rows.py       their tables
    anomalies.py         days that stand out
    sparkline.py         a row of numbers as characters
    report_times.py      when a report is mailed
    mirror.py            what the shared mailbox shows of a ticket
    customer_rows.py     a CSV file of customers
    broadcasts.py        one letter to many customers
    lazy_regex.py        expressions compiled at first use

Not here: what knows mail formats (mail/), SQL (store/), or calls any of them (flow/).
"""
