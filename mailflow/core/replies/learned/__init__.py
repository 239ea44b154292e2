"""Points learned from judged replies (tests/core/judged/learn.py makes these tables; none is written by hand):

- operators.py: which features (leaning.py) of an operator's reply speak for which meaning.
"""
