"""Events of tickets, told to other programs by HTTP (`webhooks:`), signed as Standard Webhooks says.

    hook.py         what rules.yaml says of one
    words.py        `when:` of a webhook
    facts.py        what is told of an event, and what is kept back unless `show:` names it
    body.py         the body: JSON, or the admin's template in the sandbox of letters
    signing.py      id, moment, signature
    addresses.py    which addresses may be connected to
    post.py         one request, within a time

flow/schedule/webhooks.py sends them: in order, at least once. Not here: the database, when to try again.
"""
