"""`make failover`: the leader of three PostgreSQL servers is killed, frozen and cut off under load, and counted.

    servers.py tests/patroni.py: three servers under Patroni, which agree by etcd; or tests/cluster.py: the same with
               a small promotion of our own in its place
    load.py    customers who hand their mails over by LMTP until they are accepted
    verdict.py what became of every mail and letter
    __main__.py the rounds

Not here: what a single fault does (tests/live/test_failover.py).
"""
