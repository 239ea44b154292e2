"""What mailflow does to the machine it is installed on, never to a desk's mail:

    mailflow.service  the systemd unit, with @PLACES@ for what differs from machine to machine
    unit.py           fills it in
    accounts.py       the user a desk runs as, and whose its home is

Not here: printing (cli/), what is in a home (config/, store/).
"""
