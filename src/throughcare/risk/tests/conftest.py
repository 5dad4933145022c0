from throughcare.probation.tests.conftest import (
    coded_case,
    nation,
    nation_once,
    officer_elsewhere,
    officer_here,
)

__all__ = ["coded_case", "nation", "nation_once", "officer_elsewhere", "officer_here"]
