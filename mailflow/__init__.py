"""mailflow: a support desk that runs entirely in the mail clients people already use."""

__version__ = "0.1.0"
