"""The desk monitors itself: heartbeats, outages, and alerts to the admin.

    heartbeat.py   a worker's heartbeat
    symptoms.py    what is wrong with this process now
    outages.py     when each outage began, and whether the admin was told; stored in the database
    alerts.py      the letters to the admin
    server_names.py  a wrong trust.authserv, told once
    list_holds.py  a list that keeps our letters for its moderator, told once
    edits.py       an edit of rules.yaml that takes something away: told to the admin before it takes effect
    probe.py       a mail to ourselves, out and back
    uptime.py      availability of the desk per day
    self_check.py  runs all of these every few seconds
    alive.py       whether a daemon is at work on this host: for a container's health check
    systemd.py     sd_notify: READY, WATCHDOG, STATUS

Not here: examining the whole desk on request (admin/doctor.py), web pages (web/).
"""
