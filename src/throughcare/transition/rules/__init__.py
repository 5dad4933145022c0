"""Decisions of a transition as pure functions."""
