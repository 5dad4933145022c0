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
        personal=("notes", "hours_credited"),
        plain=("number", "version"),
    ),
    Inherited(table="probation.ContactNote", through="case", personal=("text",)),
    Inherited(table="probation.ContactDeletion", through="case", personal=("reason",)),
    Inherited(table="probation.Appointment", through="case", plain=("outcome", "series", "party")),
    Inherited(
        table="probation.Compliance",
        through="case",
        personal=("failures",),
        plain=("breach_ended_on",),
    ),
    Inherited(
        table="probation.FailureAction",
        through="case",
        plain=("taken_on", "respond_by", "responded_on"),
    ),
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
        table="probation.FailureAction",
        column="state",
        states=("waiting",),
        due="respond_by",
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
    Shared(table="probation.ContactGroup", plain=("code", "name"), is_for_all=True),
    Shared(table="probation.ContactTypeGroup", is_for_all=True),
    Shared(table="probation.Outcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.AllowedOutcome", is_for_all=True),
    Shared(
        table="probation.EnforcementAction",
        plain=("code", "description", "response_days"),
        is_for_all=True,
    ),
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
    PointsAt(table="probation.Contact", column="changed_by_id", to="access.Account"),
    PointsAt(table="probation.Contact", column="post_id", to="access.Post"),
    PointsAt(table="probation.ContactNote", column="author_id", to="access.Account"),
    PointsAt(table="probation.ContactDeletion", column="deleted_by_id", to="access.Account"),
    PointsAt(table="probation.Appointment", column="made_by_id", to="access.Account"),
    PointsAt(table="probation.FailureAction", column="taken_by_id", to="access.Account"),
    PointsAt(table="probation.FailureAction", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.Document", column="author_id", to="access.Account"),
    PointsAt(table="probation.RiskProfile", column="recorded_by_id", to="access.Account"),
    PointsAt(table="probation.Appointment", column="post_id", to="access.Post"),
    PointsAt(table="probation.Referral", column="sent_by_id", to="access.Account"),
    PointsAt(table="probation.Referral", column="answered_by_id", to="access.Account"),
    PointsAt(table="probation.Transfer", column="asked_by_id", to="access.Account"),
    PointsAt(table="probation.Transfer", column="answered_by_id", to="access.Account"),
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
    CodeList(table="probation.ContactGroup", file=_REFERENCE / "contact_groups.csv"),
    CodeList(
        table="probation.ContactTypeGroup",
        file=_REFERENCE / "contact_type_groups.csv",
        key=("type_id", "group_id"),
    ),
    CodeList(table="probation.Outcome", file=_REFERENCE / "outcomes.csv"),
    CodeList(
        table="probation.AllowedOutcome",
        file=_REFERENCE / "allowed_outcomes.csv",
        key=("type_id", "outcome_id"),
    ),
    CodeList(table="probation.EnforcementAction", file=_REFERENCE / "enforcement_actions.csv"),
    CodeList(table="probation.SentenceType", file=_REFERENCE / "sentence_types.csv"),
    CodeList(table="probation.RequirementType", file=_REFERENCE / "requirement_types.csv"),
    CodeList(table="probation.FlagType", file=_REFERENCE / "flag_types.csv"),
    CodeList(table="probation.Offence", file=_REFERENCE / "offences.csv"),
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
