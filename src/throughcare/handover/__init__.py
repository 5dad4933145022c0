"""Packages of all that a body owns: written when it leaves, checked by who receives it, read when a body joins.

Not what is owned by whom: rooms declare that, and the restructure decides it. Not the sending: a package is a directory.
"""
