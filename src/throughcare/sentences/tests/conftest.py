from throughcare.probation.tests.conftest import (
    case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)
from throughcare.sentences.tests.entering import booked, manager_here

__all__ = [
    "booked",
    "case",
    "manager_here",
    "nation",
    "nation_once",
    "officer_elsewhere",
    "officer_here",
]
