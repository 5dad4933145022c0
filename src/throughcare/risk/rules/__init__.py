"""How scores are made: pure functions over frozen values. The predictors themselves are data with dates (`../reference`)."""

from throughcare.risk.rules.inputs import read
from throughcare.risk.rules.predictors import in_force
from throughcare.risk.rules.scoring import score, score_best

__all__ = ["in_force", "read", "score", "score_best"]
