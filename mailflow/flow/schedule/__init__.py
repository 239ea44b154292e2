"""What is triggered by time. The caller decides when to look, the database decides what is due.

    answers.py    answers whose moment has come
    reminders.py  tickets whose alarm is due
    bundles.py    many reminders for one person at once become one letter
    hours_change.py  time that has passed was worked as it was
    sent_copies.py  copies of answers for `sent_folder:`
    letters_due.py  the letters of no ticket whose time has come
    mailbox_mirror.py  the shared mailbox shows the state of tickets
    digest.py     the PIC's daily list of what a person must look at
    daily.py      letters once a day
    away_begins.py  a planned absence begins: whoever stands in is told
    morning_list.py  each operator's own tickets, in the morning
    report_mail.py  the figures, for a day, week or month
    broadcasts.py letters to many customers, a few at a time
    shift_brief.py  a paragraph for each ticket, for the next shift
    urgent_held.py  held mail the PIC hears of before the next digest
    file_texts.py  the text of attachments, for search
    webhooks.py   events are told to other programs
    webhook_mark.py  how far each webhook is, and what is wrong with it
    logins.py     tokens of OAuth are renewed ahead of time
    followers.py  all that follows without anything waiting for it
    word_indexer.py  search: what is not indexed with its mail
    day_sums.py   days that are over are summed for the reports
    retention.py  deletes bytes that have been kept long enough

Not here: timers (daemon.py), arithmetic of working hours (core/hours.py).
"""
