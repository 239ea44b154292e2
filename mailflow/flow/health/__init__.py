"""The desk watches itself: signs of life, what is out of order, and telling the admin once.

    heartbeat.py   a worker's sign of life, and its leases
    symptoms.py    what is wrong with this process now
    outages.py     since when, and who was told: remembered by the database
    alerts.py      the letters to the admin
    edits.py       what an edit of rules.yaml takes away, counted and told before it counts
    probe.py       a mail to ourselves, out and back
    uptime.py      how much of each day the desk was there
    self_check.py  all of these, every few seconds
    systemd.py     sd_notify: READY, WATCHDOG, STATUS

Not here: looking at the whole desk on request (admin/doctor.py), web pages (web/).
"""
