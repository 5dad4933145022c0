"""What services keep, and how its owner is found. Contracts are of a supplier, and stay so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Quoted,
    Shared,
    declare,
)

declare(
    Shared(table="services.Contract", plain=("code", "name", "starts_on", "ends_on")),
    Shared(table="services.ContractArea"),
    Inherited(
        table="services.Referral",
        through="case",
        personal=("needs", "accessibility", "interpreter", "risk", "most_days", "worker"),
        plain=("reference", "complete_by"),
    ),
    Inherited(
        table="services.ReferralCategory",
        through="case",
        personal=("complexity",),
    ),
    Inherited(table="services.ReferralOutcome", through="case"),
    Inherited(table="services.StepTaken", through="case", personal=("note",), plain=("number",)),
    Inherited(table="services.Plan", through="case", plain=("sessions",)),
    Inherited(table="services.Activity", through="case", personal=("words",)),
    Inherited(table="services.Report", through="case", personal=("words",)),
    Inherited(table="services.Finding", through="case", personal=("achieved",)),
    Inherited(
        table="services.Session",
        through="case",
        personal=("attendance", "is_held", "not_held_for", "feedback", "concern", "is_notified"),
        plain=("number",),
    ),
    Quoted(
        table="services.Contract",
        by=("code",),
        along=(("services.ContractArea", "contract", "true"),),
    ),
    Shared(
        table="services.ProgrammeGroup", plain=("code", "name", "places", "starts_on", "ends_on")
    ),
    Shared(table="services.GroupSession", plain=("number",)),
    Inherited(
        table="services.ProgrammeReferral",
        through="case",
        personal=("report",),
        plain=("reference",),
    ),
    Inherited(
        table="services.ProgrammeStanding", through="case", personal=("note",), plain=("number",)
    ),
    Inherited(table="services.Attendance", through="case"),
    Quoted(
        table="services.ProgrammeGroup",
        by=("code",),
        along=(("services.GroupSession", "group", "true"),),
    ),
    PointsAt(table="services.GroupSession", column="facilitator_post_id", to="access.Post"),
    PointsAt(table="services.GroupSession", column="second_post_id", to="access.Post"),
    PointsAt(table="services.ProgrammeReferral", column="reported_by_id", to="access.Account"),
    PointsAt(table="services.ProgrammeStanding", column="author_id", to="access.Account"),
    PointsAt(table="services.Referral", column="referred_by_id", to="access.Account"),
    PointsAt(table="services.ReferralCategory", column="confirmed_by_id", to="access.Account"),
    PointsAt(table="services.StepTaken", column="author_id", to="access.Account"),
    PointsAt(table="services.Report", column="author_id", to="access.Account"),
    PointsAt(table="services.Session", column="told_by_id", to="access.Account"),
    Shared(table="services.ServiceCategory", plain=("code", "name"), is_for_all=True),
    Shared(table="services.ContractType", plain=("code", "name"), is_for_all=True),
    Shared(table="services.ContractScope", is_for_all=True),
    Shared(table="services.DesiredOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="services.EndReason", plain=("key", "code", "description"), is_for_all=True),
    Shared(
        table="services.ProgrammeStatus",
        plain=("code", "position", "description", "colour"),
        is_for_all=True,
    ),
    Shared(table="services.ProgrammeMove", plain=("starts_on", "ends_on"), is_for_all=True),
    Shared(
        table="services.Step",
        plain=("code", "position", "title", "acts", "allows"),
        is_for_all=True,
    ),
    Shared(
        table="services.Move",
        plain=("code", "label", "party", "needs", "source", "starts_on", "ends_on"),
        is_for_all=True,
    ),
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    CodeList(table="services.ServiceCategory", file=_REFERENCE / "service_categories.csv"),
    CodeList(table="services.ContractType", file=_REFERENCE / "contract_types.csv"),
    CodeList(
        table="services.ContractScope",
        file=_REFERENCE / "contract_scopes.csv",
        key=("type_id", "category_id"),
    ),
    CodeList(table="services.DesiredOutcome", file=_REFERENCE / "desired_outcomes.csv"),
    CodeList(table="services.EndReason", file=_REFERENCE / "end_reasons.csv"),
    CodeList(table="services.ProgrammeStatus", file=_REFERENCE / "programme_statuses.csv"),
    CodeList(
        table="services.ProgrammeMove",
        file=_REFERENCE / "programme_moves.csv",
        key=("from_status_id", "to_status_id", "starts_on"),
    ),
    CodeList(table="services.Step", file=_REFERENCE / "steps.csv"),
    CodeList(table="services.Move", file=_REFERENCE / "moves.csv"),
    # What suppliers and facilitators wrote is read by somebody before any of it goes out.
    *(
        NotDisclosed(table=f"services.{table}", called=called, because=KeptBack.TO_BE_READ)
        for table, called in (
            ("Referral", "Referrals to suppliers"),
            ("ReferralCategory", "Referrals to suppliers"),
            ("ReferralOutcome", "Referrals to suppliers"),
            ("Plan", "Plans of suppliers"),
            ("Activity", "Plans of suppliers"),
            ("Report", "Reports of suppliers"),
            ("Finding", "Reports of suppliers"),
            ("Session", "Sessions with suppliers"),
            ("ProgrammeReferral", "Accredited programmes"),
            ("ProgrammeStanding", "Accredited programmes"),
            ("Attendance", "Accredited programmes"),
        )
    ),
    NotDisclosed(table="services.StepTaken", called="Work on referrals", because=KeptBack.WORKING),
)
