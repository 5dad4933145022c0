"""What probation keeps, and how its owner is found."""

from pathlib import Path
from typing import Final

from throughcare.kernel.holdings import GoneOut, Waiting
from throughcare.organisation.holdings import (
    CodeList,
    Direct,
    GoesWith,
    HasContent,
    InFlight,
    Inherited,
    InMinimumView,
    Joint,
    PointsAt,
    Quoted,
    Shared,
    declare,
)

declare(
    Direct(
        table="probation.Case",
        kind="case",
        assignments="probation.CaseAssignment",
        facts="probation_case_facts",
        begins="opened_at",
        closed="t.closed_at <= {at}",
        references="probation_case_references",
        plain=("contacts_made", "documents_made"),
    ),
    Joint(
        table="probation.VictimContact",
        kind="victim-contact",
        assignments="probation.VictimContactAssignment",
        duties=("case", "victim"),
        facts="probation_victimcontact_facts",
        begins="opened_at",
        closed="t.closed_at <= {at}",
        plain=("reference",),
    ),
    Inherited(
        table="probation.RiskProfile",
        through="case",
        personal=(
            *("rsr", "rosh", "mappa", "mappa_level", "meets_deportation_criteria"),
            *("public_interest", "other_sentence"),
        ),
    ),
    Inherited(
        table="probation.Sentence",
        through="case",
        personal=("court",),
        plain=("number", "imposed_on", "ends_on", "terminated_on"),
    ),
    Inherited(
        table="probation.Requirement",
        through="case",
        personal=("length", "done"),
        plain=("starts_on", "ended_on"),
    ),
    Inherited(
        table="probation.Contact",
        through="case",
        personal=("notes",),
        plain=("number", "version"),
    ),
    Inherited(table="probation.Appointment", through="case", plain=("outcome",)),
    Inherited(
        table="probation.Registration",
        through="case",
        personal=("level",),
        plain=("starts_on", "review_on", "ended_on"),
    ),
    Inherited(
        table="probation.Tie",
        through="case",
        personal=("shared_number",),
        plain=("starts_on", "ended_on"),
    ),
    Inherited(
        table="probation.Document",
        through="case",
        draft="not t.is_final",
        personal=("title",),
        plain=("number", "media_type", "size", "digest"),
    ),
    Inherited(table="probation.Transfer", through="case", personal=("reason", "answer")),
    Inherited(
        table="probation.Enforcement",
        through="case",
        plain=("reference", "opened_on", "due_on", "presented_on", "concluded_on"),
    ),
    Direct(
        table="probation.CourtReport",
        kind="court-report",
        assignments="probation.CourtReportAssignment",
        facts="probation_courtreport_facts",
        begins="recorded_at",
        closed="t.state <> 'asked'",
        personal=("court",),
        plain=("reference", "asked_on", "due_on", "ended_on"),
    ),
    Inherited(
        table="probation.Referral",
        through="case",
        personal=("reason", "answer"),
        plain=("reference", "addressed_to", "due_on"),
    ),
    Inherited(
        table="probation.Draft",
        through="case",
        draft="t.state = 'open'",
        personal=("type_code", "outcome_code", "day", "start", "minutes", "notes"),
    ),
    Inherited(
        table="probation.Hearing",
        through="case",
        personal=("result",),
        plain=("reference",),
    ),
    Inherited(
        table="probation.EnforcementStep",
        through="case",
        personal=("note",),
        plain=("number", "on", "due_on"),
    ),
    Inherited(table="probation.EnforcementFailure", through="case"),
    Inherited(
        table="probation.Nsi",
        through="case",
        personal=("notes", "external_reference"),
        plain=(
            *("number", "referred_on", "expected_start_on", "starts_on"),
            *("expected_end_on", "ended_on"),
        ),
    ),
    Inherited(
        table="probation.NsiStanding",
        through="case",
        personal=("note",),
        plain=("on",),
    ),
    Inherited(table="probation.NsiManager", through="case"),
    Inherited(table="probation.NsiAppointment", through="case"),
    InFlight(
        table="probation.Appointment",
        column="outcome",
        states=("",),
        due="starts_at",
        through="case",
    ),
    InFlight(
        table="probation.Transfer",
        column="state",
        states=("pending",),
        due="asked_at",
        through="case",
    ),
    InFlight(
        table="probation.Enforcement",
        column="state",
        states=("open", "presented"),
        due="due_on",
        through="case",
    ),
    InFlight(
        table="probation.CourtReport",
        column="state",
        states=("asked",),
        due="due_on",
        through="case",
    ),
    InFlight(
        table="probation.Referral",
        column="state",
        states=("waiting",),
        due="due_on",
        through="case",
    ),
    InFlight(
        table="probation.Hearing",
        column="state",
        states=("listed",),
        due="starts_at",
        through="case",
    ),
    # Unfinished words have no day by which they are due: their clock is the moment they were begun.
    InFlight(
        table="probation.Draft",
        column="state",
        states=("open",),
        due="begun_at",
        through="case",
    ),
    Waiting(
        name="allocation",
        words="allocation that is not decided",
        relation="probation_case_facts",
        key="reference",
        waits="t.post_id is null or t.public_interest = 'requested'",
        known="probation_case_references",
    ),
    Waiting(
        name="feed",
        words="calendar feed that goes on",
        relation="probation_calendarfeed",
        key="id",
        waits="t.revoked_at is null",
    ),
    GoneOut(
        name="notices",
        words="legal notices served",
        means="Warnings and recalls from the day they were begun, and breaches that were put before a court. They run on as served.",
        rows="probation_notices_gone_out",
    ),
    Shared(
        table="probation.CalendarFeed",
        personal=("token_digest",),
        plain=("unit_code",),
    ),
    Shared(table="probation.ContactType", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.Outcome", plain=("code", "description"), is_for_all=True),
    Shared(
        table="probation.SentenceType",
        plain=("code", "description", "failure_limit"),
        is_for_all=True,
    ),
    Shared(
        table="probation.RequirementType",
        plain=("code", "description", "unit"),
        is_for_all=True,
    ),
    Shared(
        table="probation.FlagType",
        plain=("code", "description", "review_months", "colour"),
        is_for_all=True,
    ),
    Shared(
        table="probation.ProcessStep",
        plain=("code", "position", "title", "acts"),
        is_for_all=True,
    ),
    Shared(
        table="probation.ProcessMove",
        plain=(
            *("code", "label", "parties", "needs", "other_than", "begins_for"),
            *("clock_days", "due_days", "starts_on", "ends_on", "source"),
        ),
        is_for_all=True,
    ),
    Shared(table="probation.BreachReason", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.BreachOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiType", plain=("code", "description", "purpose"), is_for_all=True),
    Shared(table="probation.NsiSubtype", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiStatus", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.Court", plain=("code", "name"), is_for_all=True),
    Shared(table="probation.Offence", plain=("code", "description"), is_for_all=True),
)

declare(
    GoesWith(table="people.Person", to="probation.Case", named_by="person", begins="opened_at"),
    GoesWith(
        table="documents.Version",
        to="probation.Document",
        named_by="reference",
        known_by="document_id",
        begins="recorded_at",
    ),
    PointsAt(table="documents.Version", column="account_id", to="access.Account"),
    HasContent(table="probation.Document", column="digest"),
    PointsAt(table="probation.Contact", column="author_id", to="access.Account"),
    PointsAt(table="probation.Document", column="author_id", to="access.Account"),
    PointsAt(table="probation.RiskProfile", column="recorded_by_id", to="access.Account"),
    PointsAt(table="probation.Appointment", column="post_id", to="access.Post"),
    PointsAt(table="probation.Referral", column="sent_by_id", to="access.Account"),
    PointsAt(table="probation.Referral", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.Transfer", column="asked_by_id", to="access.Account"),
    PointsAt(table="probation.Transfer", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.EnforcementStep", column="author_id", to="access.Account"),
    PointsAt(table="probation.NsiStanding", column="author_id", to="access.Account"),
    PointsAt(table="probation.NsiManager", column="post_id", to="access.Post"),
    PointsAt(table="probation.Draft", column="author_id", to="access.Account"),
    PointsAt(table="probation.Draft", column="begun_by_id", to="access.Account"),
    # A victim or a court may be served by one body while another has the case.
    Quoted(
        table="probation.Case",
        by=("person_id", "opened_at"),
        told_as=(("contacts_made", "0"), ("documents_made", "0")),
    ),
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    CodeList(table="probation.ContactType", file=_REFERENCE / "contact_types.csv"),
    CodeList(table="probation.Outcome", file=_REFERENCE / "outcomes.csv"),
    CodeList(table="probation.SentenceType", file=_REFERENCE / "sentence_types.csv"),
    CodeList(table="probation.RequirementType", file=_REFERENCE / "requirement_types.csv"),
    CodeList(table="probation.FlagType", file=_REFERENCE / "flag_types.csv"),
    CodeList(table="probation.Offence", file=_REFERENCE / "offences.csv"),
    CodeList(table="probation.NsiType", file=_REFERENCE / "nsi_types.csv"),
    CodeList(table="probation.NsiStatus", file=_REFERENCE / "nsi_statuses.csv"),
    CodeList(table="probation.NsiOutcome", file=_REFERENCE / "nsi_outcomes.csv"),
    CodeList(table="probation.ProcessStep", file=_REFERENCE / "process_steps.csv"),
    CodeList(table="probation.ProcessMove", file=_REFERENCE / "process_moves.csv"),
    CodeList(table="probation.BreachReason", file=_REFERENCE / "breach_reasons.csv"),
    CodeList(table="probation.BreachOutcome", file=_REFERENCE / "breach_outcomes.csv"),
    CodeList(table="probation.Court", file=_REFERENCE / "courts.csv"),
)

_IN_ANY_VIEW = "probation_view_of(case_id) IS NOT NULL"

declare(
    InMinimumView(table="probation.RiskProfile", opens=_IN_ANY_VIEW),
    InMinimumView(table="probation.Registration", opens=_IN_ANY_VIEW),
    InMinimumView(table="probation.Sentence", opens=_IN_ANY_VIEW),
    InMinimumView(table="probation.Requirement", opens=_IN_ANY_VIEW),
    InMinimumView(table="probation.Appointment", opens=_IN_ANY_VIEW),
    InMinimumView(table="probation.Enforcement", opens=_IN_ANY_VIEW),
)
