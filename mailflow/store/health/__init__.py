"""Who works here and how it goes. All times are machine time.

    workers.py   who claims rows, and whether it is alive
    leases.py    what one process has alone for a while
    watching.py  loops, outages, pulse
    probes.py    the mails a desk sends to itself
    health.py    signs of life and age, read only

Not here: judging (flow/health/).
"""
