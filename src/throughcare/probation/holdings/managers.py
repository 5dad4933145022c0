"""Who manages what of a case: parts held apart from it, managers in prison, and what is asked of other providers."""

from throughcare.organisation.holdings import (
    Direct,
    InFlight,
    Inherited,
    InMinimumView,
    PointsAt,
    Quoted,
    declare,
)
from throughcare.probation.holdings.records import IN_ANY_VIEW

declare(
    Direct(
        table="probation.HeldApart",
        kind="component",
        assignments="probation.HeldApartAssignment",
        facts="probation_component_facts",
        begins="starts_at",
        closed="t.ended_at <= {at}",
        plain=("number",),
    ),
    Inherited(table="probation.PrisonManager", through="case", personal=("name",)),
    PointsAt(table="probation.PrisonManager", column="recorded_by_id", to="access.Account"),
    InMinimumView(table="probation.HeldApart", opens=IN_ANY_VIEW),
    Inherited(
        table="probation.Transfer",
        through="case",
        personal=("reason", "answer", "gap_reason"),
        plain=("number", "gaps_mended_by"),
    ),
    Inherited(table="probation.TransferPart", through="case", personal=("answer",)),
    # Its parts wait in it, and go where it goes.
    InFlight(
        table="probation.Transfer",
        column="state",
        states=("pending",),
        due="asked_at",
        through="case",
    ),
    PointsAt(table="probation.Transfer", column="asked_by_id", to="access.Account"),
    PointsAt(table="probation.Transfer", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.TransferPart", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.TransferPart", column="post_id", to="access.Post"),
)

# A body may carry out a part of a case that another body has: it takes along which part that is, and not what was written of it.
declare(
    Quoted(
        table="probation.Sentence",
        by=("case_id", "number"),
        told_as=(("follows_id", "null::bigint"),),
    ),
    Quoted(table="probation.Requirement", by=("sentence_id", "number")),
    Quoted(
        table="probation.LicenceCondition",
        by=("sentence_id", "number"),
        told_as=(("wording", "''"),),
    ),
    Quoted(table="probation.SupervisionRequirement", by=("sentence_id", "number")),
    Quoted(
        table="probation.Nsi",
        by=("case_id", "number"),
        told_as=(
            ("notes", "''"),
            ("external_reference", "''"),
            ("enforcement_id", "null::bigint"),
            ("requirement_id", "null::bigint"),
        ),
    ),
)
