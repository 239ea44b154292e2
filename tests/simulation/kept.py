"""Seeds that found something, each with its story: every test run plays them, for ever. And what is still open."""

from __future__ import annotations

# seed → what it found. A history changes when the simulator's own dice change: the story is what counts.
KEPT: dict[int, str] = {
    1: "a removed operator's empty reply reopened the ticket he had answered, as a customer's mail",
    11: "while a mailbox was down, a daemon that stood by for it rang the reminders",
    13: "a removed operator with a signed id in References wrote on the ticket, as a stranger",
    18: "of a note that was all quotation, in s-nail's quotation, a list's footer went to the customer as an answer",
    28: "a colleague who had been a participant while he was none: his private address in the Cc of a relayed answer",
    69: "replies parked with a request held as spam lost the ticket to a claim that came after them, at its release",
    76: "a request held as spam joins a ticket taken long since: the claims that waited for it come second, rightly",
    80: "words below a mail quoted without any mark, older than the forty newest of its ticket, became a question",
    90: "after the yes other words went than /hapus-isi had named below an unmarked quotation; the PIN stayed",
    9201: "a customer whose merged ticket had moved on read the answers of the third, though his question had left it",
    9402: "a breach that a merge counted was counted again by the ticket it went into, on the same clock",
    9612: "a customer's yes above our own question, repeated without marks, became a ticket; and the letters of "
    "customers verify kept every daemon busy for ever",
    361: "a removed operator's emoji under a letter was filed on its ticket",
    402: "a customer's reply that held back an answer ended as `held`, and not as his reply",
    110: "an outage ended while another daemon was telling of it: its end was told to nobody",
    1029: "an operator on the ticket he had asked himself writes /selesai: solved, and the model waited for an answer",
    5064: "a command in reply to a forgery, to the list, acted on the ticket the forger referred to, not on the number "
    "in its subject; an answer known from a quotation alone made a ticket that nobody had taken wait for its customer",
    7028: "a customer's 👍 above the marked quotation of our 👍 was taken for a part of it: an empty question",
    7004: "a claim clock went on from another start, and the model asked for a step edited in before what had rung",
    7038: "an answer taken back brings back what the one before asked, of which the model knew nothing",
    72: "a friend's \"noted\" repeated without marks, with its own marked quotation, was the customer's words",
    112: "a customer's 👍 was taken for an answer to our question, which had not left yet",
    7138: "a held answer let go for later left on a colleague's ticket, and the model held it to be unasked",
    503: "the second tier's answer to a merged ticket's form was filed under an older one",
    505: "a mail split off showed our closing letter, which it repeats without marks, as its author's question; "
    "and a colleague's mail quoted in an answer went to the customer, with his private address",
    3029: "an answer that waited went to the customer of a mail that /pisah had taken from the ticket meanwhile",
    30031: "a worker with a flood's mails span without a pause while a third had a due mail in hand",
    30130: "half a rules.yaml counted for a daemon that was suspended over the end of the edit's minute",
    30176: "/absen in reply to a held answer was carried out, and its author told that no word of his was known",
    3055: "of a mail repeated after /hapus-isi, with its PIN, the words below went to the customer as an answer",
}

# Faults that are known and not mended yet: histories go on past them, and `make simulate` counts them.
OPEN: dict[str, str] = {}
