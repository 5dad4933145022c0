"""When a copy is due, and how long a record is kept."""

from throughcare.disclosure.rules.due import Clock, due_on

__all__ = ["Clock", "due_on"]
