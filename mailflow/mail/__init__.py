"""Bytes to values and back: everything about mail formats and protocols, nothing about tables. In the order a mail
meets them:

    sources/            where mail comes from; network, bearer: servers, and how we log in to them
    understand.py       bytes → Message, whatever the bytes

A mail's form:

    headers.py          fields; addresses, ids, dates, parameters, encoded: what stands in them
    mime.py             the tree of its parts (mime_tree); transfer and charset decode them
    bodies.py           which parts are its text, and which are attachments.py
    html.py             HTML as a person reads it; html_lists: the markers of its lists; struck: what is taken back
    tnef.py             winmail.dat; cms: a signature around it; wrapped: a filter's report around it
    recalls.py          Outlook's recall of a mail
    sealed.py           whether it is encrypted for somebody else
    invitation.py       a calendar's invitation as a line
    file_reader.py      the text of attached files, by a program of its own (file_text); all_texts: of a whole mail

Who wrote it:

    nature.py           a person, a program, a server; no_person: the same of a quotation alone
    bounce_signs.py     signs of a server; reports, report_reasons, receipts: what it reports
    list_notices.py     what a list sends back of ours; munging: the author behind a list's From
    away.py             notices of absence; desk_robots: other desks' robots
    authentication.py   what our server says of its author; results: the grammar of that field
    authserv_names.py   the names of our own servers, as rules.yaml has them
    signatures.py       DKIM and ARC checked by ourselves, with dns_keys; domains: which belong together
    spam_marks.py       what filters wrote into it; spam_filter asks one of ours; rest: one that is silent is left alone

What it says:

    quoting/            its new words
    forwards.py         what it forwards
    language.py         Indonesian or English
    reactions.py        an emoji for a mail
    closing.py          whether words are a closing statement; command_lines: its commands
    marks.py            what it bears of ours; identity: what proves that; relays: ids that others changed
    redacting.py        the same mail without certain words

A letter:

    templates.py        the canned letters; canned: one of them; pieces, sandbox, work: rendered, and bounded
    facts.py            what a template may show; letters_within: letters in others
    compose.py          a letter → bytes; writing: the one writer of headers and bodies; multipart: with files
    appended.py         what stands at its end; party_subject: its subject to other desks
    canned_answer.py    as an operator's answer; public_letters: as a page
    unsubscribing.py    the way out of letters to many
    dkim_signing.py     signed when it leaves; sender_dns: what DNS says of our domain
    transports/         where it goes; sent, sent_imap: copies of it
    mirror_imap.py      tickets' states shown in a mailbox; probing: a mail to ourselves

    archives/           mails of before, and of other desks; export_files: tickets for other programs

Not here: SQL (store/), what follows from a mail (core/), when any of it is done (flow/).
"""
