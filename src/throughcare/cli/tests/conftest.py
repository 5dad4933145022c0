"""The tiny nation on the eve of the reform, for what is asked for there from the command line."""

from throughcare.rehearsal.tests.conftest import eve, nation

__all__ = ["eve", "nation"]
