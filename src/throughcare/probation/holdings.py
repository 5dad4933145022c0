"""What probation keeps, and how its owner is found."""

from throughcare.organisation.holdings import Direct, InFlight, Inherited, Joint, Shared, declare

declare(
    Direct(
        table="probation.Case",
        kind="case",
        assignments="probation.CaseAssignment",
        facts="probation_case_facts",
        references="probation_case_references",
    ),
    Joint(
        table="probation.VictimContact",
        kind="victim-contact",
        assignments="probation.VictimContactAssignment",
        duties=("case", "victim"),
        facts="probation_victimcontact_facts",
    ),
    Inherited(table="probation.RiskProfile", through="case"),
    Inherited(table="probation.Sentence", through="case"),
    Inherited(table="probation.Requirement", through="case"),
    Inherited(table="probation.Contact", through="case"),
    Inherited(table="probation.Appointment", through="case"),
    Inherited(table="probation.Registration", through="case"),
    Inherited(table="probation.Document", through="case"),
    Inherited(table="probation.Transfer", through="case"),
    Inherited(table="probation.Enforcement", through="case"),
    Direct(
        table="probation.CourtReport",
        kind="court-report",
        assignments="probation.CourtReportAssignment",
        facts="probation_courtreport_facts",
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
        table="probation.CourtReport",
        column="state",
        states=("asked",),
        due="due_on",
        through="case",
    ),
    Shared(table="probation.ContactType"),
    Shared(table="probation.Outcome"),
    Shared(table="probation.SentenceType"),
    Shared(table="probation.RequirementType"),
    Shared(table="probation.FlagType"),
    Shared(table="probation.Offence"),
)
