"""What `mailflow proof` puts into its zip beside the ticket itself.

verify.py   checks the zip; needs only Python, and nothing of mailflow
"""
