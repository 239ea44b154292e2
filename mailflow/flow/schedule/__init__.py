"""What is triggered by time. The caller decides when to look, the database decides what is due.

    answers.py    answers whose moment has come
    reminders.py  tickets whose alarm is due
    bundles.py    many reminders for one person at once become one letter
    hours_change.py  time that has passed was worked as it was
    sent_copies.py  copies of answers for `sent_folder:`
    digest.py     the PIC's daily list of what a person must look at
    urgent_held.py  held mail the PIC hears of before the next digest
    retention.py  deletes bytes that have been kept long enough

Not here: timers (daemon.py), arithmetic of working hours (core/hours.py).
"""
