"""Conversations in Markdown that run as tests; README.md tells how they are written."""
