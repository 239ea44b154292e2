"""Reading for people. Nothing here writes.

    archive.py  one ticket's whole story
    search.py   words in all of them
    reports.py  what happened in a period
    figures.py  counts for monitoring
    digest.py   what a person must look at

Not here: arithmetic of figures (core/figures.py), printing (cli/).
"""
