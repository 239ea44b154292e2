"""What a person asks for by command. The daemon needs none of it.

    doctor.py           what is wrong with this desk, or soon will be
    rewriting_lists.py  which lists rewrite From, and whom that costs his rights
    explain.py          how one mail would be decided; undone afterwards
    verify.py           the log proves the rows
    rebuild.py          the journal lived again under today's rules, compared with the desk
    replay.py           how it is lived again: a fresh database, each occasion at its own moment
    backup.py           a desk as one archive, and back
    erase.py            a customer's data go, figures and proof stay

Not here: parsing arguments and printing (cli/), SQL (store/admin/).
"""
