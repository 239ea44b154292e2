"""Moments as people write them behind a command: "besok", "Senin 09.00", "2 hari", "Friday 14:00".

    hasty       spellings in haste, and the words they stand for
    vocabulary  the words of both languages
    phrases     the words of one moment, each read once: what was said
    moment      what was said, as a moment after now; or why it is none, in words

Pure; core/moments.py writes moments in words.
"""
