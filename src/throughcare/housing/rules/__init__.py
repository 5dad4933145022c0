"""Decisions about housing, as pure functions."""
