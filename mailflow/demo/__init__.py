"""The whole procedure as a demonstration: real servers on loopback, the production daemon, and a clock that jumps.

play.py        the three acts; week.py: a livelier week behind them
stage.py       the home, the servers, the daemon, the clock
cast.py        the people and their mail clients
postoffice.py  the outside world's mail server
words.py       what is said, in both languages
"""
