"""The new words of a reply: without quotation, signature, disclaimer (mail.md 8).

    reply.py         of a mail with plain text and HTML
    text.py          of plain text, to decide by: cuts boldly
    relay.py         of plain text, to relay: cuts only what is known
    html.py          what mail programs mark in HTML
    known.py         the context they are looked for in; memory: what was found out about each line

Where a quotation begins:

    quotes.py        lines with a sign; initials: with its author before the mark
    attribution.py   "… wrote:", separators; verbless: single programs' forms without a verb;
                     introductions: such lines in unknown words
    heads.py         Outlook's block of From, Sent, To; glued: on one line
    placeholders.py  what stands for a quotation
    said.py          earlier texts; repeated: parts of them without any mark
    quotation.py     whom it names, and what it quotes
    cited.py         which letter of ours is quoted

What else is cut:

    tail.py          mobile lines, disclaimers, footers
    dashes.py        signatures below `-- `; card: without it (card_words)
    banner.py        what gateways put above
    learned.py       signatures and footers known from earlier mails

    lines.py, words.py, caseless.py   tests of lines, tables of words, long lists of them

Not here: what the words mean (core/replies/).
"""
