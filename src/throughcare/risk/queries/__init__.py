"""Reads: predictors, what they are made from, and scores of files."""

from throughcare.risk.queries.files import (
    Asked,
    BadFile,
    Outcome,
    ask,
    score_file,
)
from throughcare.risk.reading import catalogue, tools
from throughcare.risk.rules.predictors import in_force, names

__all__ = [
    "Asked",
    "BadFile",
    "Outcome",
    "ask",
    "catalogue",
    "in_force",
    "names",
    "score_file",
    "tools",
]
