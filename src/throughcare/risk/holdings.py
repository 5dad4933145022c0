"""What is kept of scores, and how its owner is found: each goes with its case."""

from throughcare.organisation.holdings import Disclosed, Inherited, PointsAt, declare

declare(
    Inherited(
        table="risk.Score",
        through="case",
        personal=("probability", "probability_in_a_year", "percent", "band", "inputs", "parts"),
        plain=("number", "tool", "version", "variant", "assessed_on", "notes", "lacking"),
    ),
    PointsAt(table="risk.Score", column="made_by_id", to="access.Account"),
)

declare(
    Disclosed(
        table="risk.Score",
        called="Scores of predictors",
        columns=(
            ("number", "Number"),
            ("tool", "Predictor"),
            ("version", "Version"),
            ("assessed_on", "Day"),
            ("percent", "Percent"),
            ("band", "Band"),
        ),
        day="made_at",
    )
)
