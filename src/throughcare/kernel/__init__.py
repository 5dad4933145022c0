"""The few words all rooms share, in plain Python.

Refusals, three-valued conditions, decisions made of them, identifiers, names, days and digests.
"""
