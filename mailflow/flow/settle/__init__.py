"""Settling: each mail of the inbox is parsed, matched, decided, and given an outcome (T2).

    worker.py        claims batches from the inbox, parses outside the lock, decides in slices inside it
    case.py          one mail with everything known about it before it is decided
    informed.py      context for parsing: the conversation it continues, the author's usual signature
    reading.py       references of a mail in the form our letters left with
    proofs.py        what proves a colleague besides our server: reply token, signature
    aware.py         whether the author of an answer had the customer's newest mail
    cited_letter.py  which letter it quotes, where a relay has replaced every id
    matching.py      which ticket it belongs to: clues followed in order of trust
    chain.py         the questions in their order; the first that applies decides the outcome
    no_person.py     questions about mail that no person wrote now: history, echo, duplicate, bounce, automatic
    absences.py      what a colleague's mail shows of his presence
    copies.py        several copies of one mail: which counts
    dsn.py           delivery status notifications, matched to the letter they are about
    party_mail.py    mail of the second tier, or of a third party asked privately
    public_list.py   what a list with strangers among its readers hears of a request: its number
    robots.py        whether a request is a robot's answer to our acknowledgement
    quarantine.py    questions about mail that is not trusted: unproven, forged, spam; and about early replies
    refusal.py       the letter that says that a mail is held
    registration.py  what the register says of a mail's customer: his group, his language
    admission.py     `customers: admit: registered`: who may open tickets, and what the others hear
    verification.py  a reply to `verify-address`: the customer's address is verified
    broadcast_reply.py  what comes back to a letter to many: leaving, a program's reply, thanks
    admitting.py     a held mail's sender is entered in the register, blocked or unblocked there
    flooding.py      what comes too fast is held together, and who hears of it
    rates.py         how many mails `limits:` let through
    likely.py        how likely a person wrote what is held
    release.py       what becomes of a quarantined mail that a person releases
    held_page.py     what is held, a page at a time
    asked_first.py   which lines of it are asked back with `confirm`
    desk_letters.py  replies to letters without a ticket: who wrote them, the letter back
    for_desk.py      commands in reply to such a letter
    confirm_reply.py a reply to `confirm`: the act is carried out, or not
    confirmed.py     how each confirmed act is carried out
    arrival.py       the occasion a mail is: its command lines, its closing text
    refused_form.py  a ticket system would not have our form: as if it had come back
    lost_copy.py     whether a customer replies to an answer that never came here
    close_several.py several tickets that one line closes, after a yes
    merge_asked.py   whether two tickets may be merged: its author is asked first
    split_asked.py   which mail shall become a ticket of its own, and whether it may
    splitting.py     a mail becomes a ticket of its own
    incident.py      many customers, one problem: proposed to the PIC, bound, joined by later ones
    answer_all.py    one answer to every customer of an incident, after a yes
    several_reply.py a reply to a letter that lists several tickets
    redact_asked.py  which words shall disappear: its author is asked first
    redacting.py     words disappear from everything kept about a mail
    mail_commands.py commands about another ticket than the mail's own, or about none
    digest_reply.py  a colleague's reply to the digest: mails released or dropped
    digest_commands.py  what a line of it may ask, each command one value
    ruled_out.py     mail that a rule keeps from becoming a ticket: held, a receipt, small talk
    repetition.py    a complaint that an open ticket of the customer's says already
    conversation.py  questions about people's mail: it continues a ticket, opens one
    new_request.py   a new request gets its number, and its customer an acknowledgement, unless limits forbid it

Not here: what an occasion does to a ticket (core/decide.py), parsing (mail/): a write transaction is open.
"""
