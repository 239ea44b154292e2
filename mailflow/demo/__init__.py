"""The whole procedure as a demonstration: real servers on loopback, the production daemon, and a clock that jumps
(play.py)."""
