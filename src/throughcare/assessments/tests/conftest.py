from throughcare.probation.tests.conftest import coded_case, nation, officer_elsewhere, officer_here

__all__ = ["coded_case", "nation", "officer_elsewhere", "officer_here"]
