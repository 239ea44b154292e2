#!/usr/bin/env python3
"""The front door of a checkout: `python cli.py …` is the installed `mailflow …`."""

from mailflow.cli import main

main()
