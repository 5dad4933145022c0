"""What assessments keep, and how its owner is found: all of it goes with its case, also what is being written."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Inherited,
    PointsAt,
    Shared,
    declare,
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    Inherited(
        table="assessments.Assessment",
        through="case",
        draft="t.state = 'open'",
        personal=("score", "rosh", "lock_reason"),
        plain=("number",),
    ),
    Inherited(table="assessments.Answer", through="case", personal=("answer",)),
    Inherited(table="assessments.Risk", through="case", personal=("level",)),
    Inherited(table="assessments.Paragraph", through="case", personal=("words",)),
    Inherited(table="assessments.Goal", through="case", personal=("words",), plain=("number",)),
    Inherited(
        table="assessments.GoalStep",
        through="case",
        personal=("words", "who"),
        plain=("number", "due_on"),
    ),
    Inherited(table="assessments.Score", through="case", personal=("value",), plain=("scored_on",)),
    PointsAt(table="assessments.Assessment", column="begun_by_id", to="access.Account"),
    PointsAt(table="assessments.Assessment", column="signed_by_id", to="access.Account"),
    PointsAt(table="assessments.Assessment", column="countersigned_by_id", to="access.Account"),
    PointsAt(table="assessments.Score", column="recorded_by_id", to="access.Account"),
    Shared(table="assessments.Tool", plain=("code", "description"), is_for_all=True),
    Shared(table="assessments.Question", plain=("code", "place", "words"), is_for_all=True),
    CodeList(table="assessments.Tool", file=_REFERENCE / "tools.csv"),
    CodeList(table="assessments.Question", file=_REFERENCE / "questions.csv"),
)
