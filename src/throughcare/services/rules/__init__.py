"""Decisions of services and programmes as pure functions."""
