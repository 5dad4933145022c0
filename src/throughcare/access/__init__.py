"""Accounts, posts, roles, protocols between kinds of unit, restricted records, and the one function that says who may."""
