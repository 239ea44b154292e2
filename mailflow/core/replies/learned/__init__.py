"""Points learned from judged replies (tests/core/judged/learn.py makes these tables; none is written by hand):

- operators.py, customers.py, pics.py: which features (leaning.py) of a reply speak for which meaning.
"""
