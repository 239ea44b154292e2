"""What replies mean: the words of operators, customers and PICs, and the vocabulary they share. Pure, linear.

How a text is read:

    words.py             words, courtesies, signatures
    tokens.py            words as people write them on a phone, levelled
    verb_forms.py        the forms of an Indonesian verb
    cards.py             where a signature begins
    classes.py           a text as a row of classes, by a lexicon
    grammar.py           patterns over such rows
    levelled.py          one spelling for each word, as signs and points have it
    leaning.py           points learned from judged replies (learned/, made by tests/core/judged/learn.py)
    learned/             their tables

Operators:

    operator.py          the reading: rules, clauses, addressee, points, in this order
    spoken.py            their words, each with its class
    operator_words.py    the classes
    operator_rules.py    what known words mean together
    clauses.py           a claim in one clause of a longer reply
    asides.py            words for a colleague, by whom they call
    addressee.py         for whom the rest is, sign by sign
    addressee_words.py   the signs and their points
    settled.py           signs and points, settled by their strength

Customers:

    customer.py          the reading: thanks, solved, heard, or content
    customer_words.py    the classes
    customer_solved.py   … that need nothing beside them
    customer_grammar.py  what they mean together
    customer_wishes.py   … but for a question, or another closing
    questions.py         whether our answer asked for something
    helped.py            SELESAI in reply to canned answers
    vote.py              a digit or word of the scale
    leaving.py           "no more of these"
    confirming.py        a reply to `verify-address`
    small_talk.py        a first mail that wants nothing

PICs and others:

    pic.py               the reading of a verdict: yes, no, note, unclear
    pic_words.py         the classes
    low_score.py         a reply about a low vote
    confirm.py           a reply to `confirm`: only *ya* / *yes*
    party.py             a party outside that answers nothing yet

Not here: what follows from a meaning (core/operators.py, customers.py, pics.py); where an author's words end
(mail/quoting/).
"""
