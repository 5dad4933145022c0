"""The interface for programs: what partners read and write by key, what they are told, and where to.

It owns addresses and the order in which facts are told. Who may read or write what is the access of a program's account, as for people.
"""
