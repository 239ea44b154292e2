"""/api/v1: tickets and figures as JSON for other programs, read only, with a token. Only with `api:`.

openapi.json    its description (OpenAPI 3.1), served at /api/v1/openapi.json
endpoints.py    what answers which address, and for which scope
tickets.py      /tickets, /tickets/N, /search
figures.py      /report
parameters.py   what is asked, read and refused
answers.py      JSON with an ETag; errors
tokens.py       who asks
"""
