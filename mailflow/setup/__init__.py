"""What `mailflow init` finds out before it writes rules.yaml. In the order it is asked:

    providers.py  well-known providers: their servers, how one logs in there, what their refusals mean
    discover.py   the servers of an address: that table, autoconfig (XML), SRV and MX records
    trying.py     logs in, sends a first mail to the desk itself, reads it back, learns the authserv name
    words.py      what is said while asking, in both languages
    answers.py    the answers as the lines of rules.yaml and .env

Not here: asking (cli/wizard.py), the empty home (config/init.py).
"""
