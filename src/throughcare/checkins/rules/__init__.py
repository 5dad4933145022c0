"""Decisions about check-ins, as pure functions. Practice, of which the numbers are terms; no law is published."""
