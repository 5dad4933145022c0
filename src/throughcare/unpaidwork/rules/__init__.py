"""Decisions of unpaid work as pure functions. Time is counted in whole minutes, and what is earned exactly, in `Decimal`."""
