"""Facts announced in the transaction that made them true.

Delivered at least once to each subscriber, in order per subject.
"""
