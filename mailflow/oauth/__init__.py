"""OAuth 2 for mail servers: what the desk's account shows instead of a password. In the order a login meets them:

    client.py      who asks whom: the providers' addresses and scopes, and our client there
    consent.py     a person lets us in, once: device flow (RFC 8628) or the browser of this machine (RFC 8252)
    endpoint.py    one request to the provider's token endpoint
    refusals.py    what the admin can do about a refusal
    token_file.py  what was granted, in a file that only our user can read
    tokens.py      the access token of now: renewed ahead of time, by one process at a time

Not here: how it is shown to a mail server (mail/bearer.py), who is told when it is refused (flow/health/).
"""
