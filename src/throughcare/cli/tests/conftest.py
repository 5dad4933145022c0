"""The tiny nation on the eve of the reform, for what is asked for there from the command line."""

from throughcare.rehearsal.tests.conftest import eve, eve_once, nation

__all__ = ["eve", "eve_once", "nation"]
