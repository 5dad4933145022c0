"""Rehearsing a restructure on a copy of the database: the whole sequence timed, a day's work on real pages, and what came of it."""
