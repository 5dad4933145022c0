"""Invented records of the 43 systems before there was one, with the faults of such systems, and who each is of."""
