"""When a copy is due, and how long a record is kept."""

from throughcare.disclosure.rules.due import Clock, due_on
from throughcare.disclosure.rules.retention import Facts, Schedule, Served, Verdict, verdict

__all__ = ["Clock", "Facts", "Schedule", "Served", "Verdict", "due_on", "verdict"]
