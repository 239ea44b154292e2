"""The tests. Helpers they share lie beside this file; run with `make test`, or `python -m pytest` from the root."""
