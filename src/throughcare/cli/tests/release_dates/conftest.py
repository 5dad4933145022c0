from throughcare.probation.tests.conftest import case, nation, nation_once, officer_here
from throughcare.sentences.tests.entering import booked

__all__ = ["booked", "case", "nation", "nation_once", "officer_here"]
