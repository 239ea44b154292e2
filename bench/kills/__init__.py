"""Crash anywhere: what a kill at any moment does to mails, tickets and letters. See __main__.py."""
