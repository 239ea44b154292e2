"""The desk among real servers: Postfix, OpenDKIM, OpenDMARC, Pigeonhole, mlmmj, Cyrus. Run by `make parts`."""
