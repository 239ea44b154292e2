"""`make failover`: the leader of three PostgreSQL servers is killed, frozen and cut off under load, and counted.

    cluster    tests/cluster.py: three servers with synchronous replication (ANY 1 of the two standbys), and a small
               promotion of our own in Patroni's place
    load.py    customers who hand their mails over by LMTP until they are accepted
    verdict.py what became of every mail and letter
    __main__.py the rounds

Not here: what a single fault does (tests/live/test_failover.py).
"""
