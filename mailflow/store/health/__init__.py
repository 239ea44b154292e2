"""Liveness of the daemons and their loops. All times are machine time (seconds since the epoch).

    workers.py   which workers claim rows, and their heartbeats
    leases.py    exclusive rights of one process, for a limited time
    watching.py  state of the loops, outages, uptime slots
    probes.py    the probe mails a desk sends to itself
    health.py    living workers, oldest waiting mail and letter; read only

Not here: judging what is wrong (flow/health/).
"""
