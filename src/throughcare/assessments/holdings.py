"""What assessments keep, and how its owner is found: all of it goes with its case, also what is being written."""

from pathlib import Path
from typing import Final

from django.db.models import Q

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    InFlight,
    Inherited,
    KeptBack,
    NotDisclosed,
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

# One that is being written, and one that waits for its second signature. Neither has a day by which it is due.
declare(
    InFlight(
        table="assessments.Assessment",
        column="state",
        states=("open", "signed"),
        due="begun_at",
        through="case",
    ),
    NotInFlight(
        table="assessments.GoalStep",
        because="A step of a plan is never marked as done; its day is content of the assessment, which has a digest.",
    ),
)

# A plan is made with the person. What assessors wrote and answered is read by somebody before any of it goes out.
declare(
    Disclosed(
        table="assessments.Assessment",
        called="Assessments",
        columns=(
            ("number", "Number"),
            ("tool__description", "Tool"),
            ("state", "State"),
            ("score", "Score"),
            ("rosh", "Risk of serious harm"),
            ("begun_at", "Begun"),
            ("signed_at", "Signed"),
        ),
        day="begun_at",
        withheld=((KeptBack.UNFINISHED, Q(signed_at=None)),),
    ),
    Disclosed(
        table="assessments.Goal",
        called="Goals of plans",
        columns=(("assessment__number", "Assessment"), ("number", "Number"), ("words", "Goal")),
        day="assessment__begun_at",
        withheld=((KeptBack.UNFINISHED, Q(assessment__signed_at=None)),),
        texts=("words",),
    ),
    Disclosed(
        table="assessments.GoalStep",
        called="Steps of plans",
        columns=(
            ("assessment__number", "Assessment"),
            ("goal__number", "Goal"),
            ("number", "Number"),
            ("words", "Step"),
            ("who", "Who does it"),
            ("due_on", "By"),
        ),
        day="assessment__begun_at",
        withheld=((KeptBack.UNFINISHED, Q(assessment__signed_at=None)),),
        texts=("words", "who"),
    ),
    Disclosed(
        table="assessments.Score",
        called="Scores",
        columns=(
            ("measure", "Measure"),
            ("value", "Score"),
            ("band", "Band"),
            ("scored_on", "Day"),
        ),
        day="scored_on",
    ),
    *(
        NotDisclosed(table=f"assessments.{table}", called=called, because=KeptBack.TO_BE_READ)
        for table, called in (
            ("Answer", "Answers of assessments"),
            ("Risk", "Risks to groups of people"),
            ("Paragraph", "Words of assessors"),
        )
    ),
)
