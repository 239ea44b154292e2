#!/usr/bin/env python3
"""The front door of a checkout: `python cli.py ...` is the installed `mailflow ...`.

Read by whatever Python is there, so that an old one can say so: nothing newer than Python 2 here.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = """\
    python3 -m venv .venv
    .venv/bin/pip install .
    .venv/bin/mailflow --help

On Debian and Ubuntu `apt install python3-venv` comes first. `pip install` without a venv is refused there (PEP 668).
"""


def missing():
    """What keeps mailflow from starting with this Python; "" for nothing."""
    if sys.version_info < (3, 11):
        return "mailflow needs Python 3.11 or newer, this is %s (%s)" % (sys.version.split()[0], sys.executable)
    from importlib.util import find_spec

    wanted = ("click", "peewee", "pydantic", "jinja2", "yaml", "imapclient", "aiosmtpd", "apscheduler", "rich")
    if all(map(find_spec, wanted[:3])):  # each costs a start some time; who has these three has the others
        return ""
    absent = [name for name in wanted if find_spec(name) is None]
    return "this Python (%s) lacks what mailflow needs: %s" % (sys.executable, ", ".join(absent))


why = missing()
if why:
    there = os.path.join(HERE, ".venv", "bin", "mailflow")
    sys.stderr.write("mailflow: %s\n" % why)
    if os.path.exists(there):
        sys.stderr.write("It is installed here, as:\n\n    %s\n" % os.path.relpath(there))
    else:
        sys.stderr.write("Install it, in %s:\n\n%s" % (HERE, VENV))
    sys.exit(2)

from mailflow.cli import main  # noqa: E402

if __name__ == "__main__":  # a process that a command starts reads this file, too
    main()
