"""Judged replies, and how their words' points are learned."""
