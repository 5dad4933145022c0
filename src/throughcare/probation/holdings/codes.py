"""Codes that probation keeps, and the files that they come from."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import CodeList, Shared, declare

declare(
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
        plain=("code", "description", "failure_limit", "shortest", "longest"),
        is_for_all=True,
    ),
    Shared(
        table="probation.RequirementType",
        plain=("code", "description", "unit"),
        is_for_all=True,
    ),
    Shared(
        table="probation.FlagType",
        plain=("code", "description", "review_months", "colour", "duplicate_group"),
        is_for_all=True,
    ),
    Shared(
        table="probation.FlagLevel",
        plain=("code", "description", "review_months"),
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
    Shared(table="probation.RecallOption", plain=("list", "code", "label"), is_for_all=True),
    Shared(
        table="probation.DocumentTemplate",
        plain=("code", "title", "respond_in_days"),
        is_for_all=True,
    ),
    Shared(
        table="probation.TemplateSection",
        plain=("code", "position", "heading", "words"),
        is_for_all=True,
    ),
    Shared(table="probation.BreachReason", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.BreachOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiType", plain=("code", "description", "purpose"), is_for_all=True),
    Shared(table="probation.NsiSubtype", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiStatus", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.NsiOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.ManagerReason", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.RejectionReason", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.CourtType", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.Court", plain=("code", "name", "type_code"), is_for_all=True),
    Shared(
        table="probation.Offence",
        plain=("code", "description", "offence_group"),
        is_for_all=True,
    ),
    Shared(table="probation.SeriousOffence", plain=("code",), is_for_all=True),
    Shared(table="probation.RequirementSubType", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.CourtOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.Institution", plain=("code", "name"), is_for_all=True),
    Shared(table="probation.ConditionType", plain=("code", "description"), is_for_all=True),
    Shared(table="probation.ConditionSubType", plain=("code", "description"), is_for_all=True),
    Shared(
        table="probation.PolicyCondition",
        plain=("code", "policy", "position", "category", "wording"),
        is_for_all=True,
    ),
    Shared(
        table="probation.Commencement",
        plain=("code", "description", "instrument", "starts_on"),
        is_for_all=True,
    ),
)

_REFERENCE: Final = Path(__file__).parents[1] / "reference"

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
    CodeList(
        table="probation.FlagLevel",
        file=_REFERENCE / "flag_levels.csv",
        key=("type_id", "kind", "code"),
    ),
    CodeList(table="probation.Offence", file=_REFERENCE / "offences.csv"),
    CodeList(table="probation.SeriousOffence", file=_REFERENCE / "serious_offences.csv"),
    CodeList(table="probation.NsiType", file=_REFERENCE / "nsi_types.csv"),
    CodeList(table="probation.NsiStatus", file=_REFERENCE / "nsi_statuses.csv"),
    CodeList(table="probation.NsiOutcome", file=_REFERENCE / "nsi_outcomes.csv"),
    CodeList(table="probation.ProcessStep", file=_REFERENCE / "process_steps.csv"),
    CodeList(table="probation.ProcessMove", file=_REFERENCE / "process_moves.csv"),
    CodeList(
        table="probation.RecallOption",
        file=_REFERENCE / "recall_options.csv",
        key=("list", "code"),
    ),
    CodeList(table="probation.DocumentTemplate", file=_REFERENCE / "document_templates.csv"),
    CodeList(table="probation.TemplateSection", file=_REFERENCE / "template_sections.csv"),
    CodeList(table="probation.BreachReason", file=_REFERENCE / "breach_reasons.csv"),
    CodeList(table="probation.BreachOutcome", file=_REFERENCE / "breach_outcomes.csv"),
    CodeList(table="probation.ManagerReason", file=_REFERENCE / "manager_reasons.csv"),
    CodeList(table="probation.RejectionReason", file=_REFERENCE / "rejection_reasons.csv"),
    CodeList(table="probation.CourtType", file=_REFERENCE / "court_types.csv"),
    CodeList(table="probation.Court", file=_REFERENCE / "courts.csv"),
    CodeList(table="probation.RequirementSubType", file=_REFERENCE / "requirement_sub_types.csv"),
    CodeList(table="probation.CourtOutcome", file=_REFERENCE / "court_outcomes.csv"),
    CodeList(table="probation.Institution", file=_REFERENCE / "institutions.csv"),
    CodeList(table="probation.ConditionType", file=_REFERENCE / "condition_types.csv"),
    CodeList(table="probation.ConditionSubType", file=_REFERENCE / "condition_sub_types.csv"),
    CodeList(table="probation.PolicyCondition", file=_REFERENCE / "policy_conditions.csv"),
    CodeList(table="probation.Commencement", file=_REFERENCE / "commencements.csv"),
)
