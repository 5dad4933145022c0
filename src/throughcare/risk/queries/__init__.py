"""Reads: predictors, what they are made from, scores of files, and scores of cases."""

from throughcare.risk.models import Score
from throughcare.risk.queries.files import Asked, BadFile, Outcome, ask, score_file
from throughcare.risk.queries.record import Known, known_of
from throughcare.risk.queries.scored_rows import TOOLS, Scored, scored_rows
from throughcare.risk.queries.scores import (
    by_other_versions,
    changes,
    made_again,
    offered,
    reach,
    score_of,
    scores,
    to_ask,
    version_of,
)
from throughcare.risk.reading import catalogue, tools
from throughcare.risk.rules.inputs import From, Input, Kind
from throughcare.risk.rules.predictors import Tool, in_force, names
from throughcare.risk.rules.scoring import score, score_best

__all__ = [
    "TOOLS",
    "Asked",
    "BadFile",
    "From",
    "Input",
    "Kind",
    "Known",
    "Outcome",
    "Score",
    "Scored",
    "Tool",
    "ask",
    "by_other_versions",
    "catalogue",
    "changes",
    "in_force",
    "known_of",
    "made_again",
    "names",
    "offered",
    "reach",
    "score",
    "score_best",
    "score_file",
    "score_of",
    "scored_rows",
    "scores",
    "to_ask",
    "tools",
    "version_of",
]
