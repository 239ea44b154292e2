"""The whole procedure as a play: real servers on loopback, the daemon of production, a clock that leaps (play.py)."""
