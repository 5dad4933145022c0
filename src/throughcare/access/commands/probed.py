"""Which tables a probe asks about. Those of people and of cases are named without their room."""

from typing import Final

from throughcare.access.rules.policy import DISCLOSE, REMOVE, Policy

# Records that are read in full only; in the minimum view as well; of a person, with the case; by whoever may know the person; of victims.
CLOSED = (
    *(
        "contact",
        "document",
        "transfer",
        "courtreport",
        "victimcontact",
        "registrationstep",
        "reminder",
    ),
    *("additionaloffence", "appearance", "additionalsentence", "acceptedwarning"),
    *("custody", "custodychange", "keydate", "release", "recall", "custodydoubt"),
    *("licence", "licencecondition", "supervisionrequirement"),
    *("prisonmanager", "transferpart"),
    *("nsi", "nsistanding", "nsimanager", "nsiappointment"),
    *("enforcementstep", "enforcementfailure", "recallanswer"),
    *("documentorigin", "documenttext", "documentlock"),
    *("unpaidwork_adjustment", "unpaidwork_completion", "allocation_tier"),
    *("services_programmereferral", "services_programmestanding", "services_attendance"),
    *("checkins_registration", "checkins_checkin", "checkins_helpasked", "checkins_video"),
    *("assessments_assessment", "assessments_answer", "assessments_risk"),
    *("assessments_paragraph", "assessments_goal", "assessments_goalstep", "assessments_score"),
    "risk_score",
)
OPEN = (
    *("case", "riskprofile", "sentence", "requirement"),
    *("registration", "appointment", "enforcement", "heldapart"),
    *("unpaidwork_order", "unpaidwork_allocation", "unpaidwork_appointment"),
)
OF_A_SENTENCE = (
    *("sentences_booking", "sentences_courtorder", "sentences_sentence", "sentences_recall"),
    *("sentences_adjustment", "sentences_movement", "sentences_calculation"),
)
"""What release dates are worked out from, and every calculation: of a person, with the case."""
OF_A_LIFE = (
    *OF_A_SENTENCE,
    *("address", "contactpoint", "contactpreference", "personalcontact", "circumstance"),
    *("disability", "adjustment", "equalityfact", "paper", "former"),
)
PERSONAL = ("person", "name", "identifier", *OF_A_LIFE)
OF_VICTIMS = (
    *("victims_victim", "victims_wish", "victims_logentry", "victims_conditionrequest"),
    *("victims_representation", "victims_notice", "victims_task"),
)
"""The file of a victim who is in contact about a case: of whoever keeps it, whatever they may see of the case."""
OF_SUPPLIERS = (
    *("services_referral", "services_referralcategory", "services_referraloutcome"),
    *("services_steptaken", "services_plan", "services_activity"),
    *("services_report", "services_finding", "services_session"),
)
"""A referral to a supplier: of whoever reads the record in full, and of that supplier."""
OF_HOUSING = ("housing_application", "housing_steptaken", "housing_stay")
"""An application for housing: of whoever reads the record in full, of those who answer applications, and of the premises."""
OF_WHO_DISCLOSES = ("disclosure_request", "disclosure_withheld", "disclosure_leftout")
OF_WHO_REMOVES = ("disclosure_proposal", "disclosure_hold")
DECIDED = (*OF_WHO_DISCLOSES, *OF_WHO_REMOVES)
"""What is decided about a whole record: of whoever may where its case is."""

# What a name or number said before is known as widely as it was.
LIFE_BEFORE = "(SELECT * FROM people_former WHERE about NOT IN ('person', 'name', 'identifier')) f"
# Of several contacts about a case the first is asked about.
_FIRST_VICTIM = """
(SELECT v.case_id, TARGET.id FROM (
    SELECT DISTINCT ON (x.case_id) x.case_id, x.id FROM probation_victimcontact x
    JOIN victims_victim m ON m.contact_id = x.id ORDER BY x.case_id, x.id
 ) v JOIN victims_victim m ON m.contact_id = v.id JOINED) f
"""

VICTIMS = (
    "SELECT a.*, v.case_id FROM probation_victimcontactassignment a JOIN ("
    " SELECT DISTINCT ON (x.case_id) x.case_id, x.id FROM probation_victimcontact x"
    " JOIN victims_victim m ON m.contact_id = x.id WHERE x.case_id = ANY (%s)"
    " ORDER BY x.case_id, x.id) v ON v.id = a.item_id"
)
REFERRALS = (
    "SELECT DISTINCT ON (r.case_id) r.case_id, k.supplier_id, r.sent_at FROM services_referral r"
    " JOIN services_contract k ON k.id = r.contract_id WHERE r.case_id = ANY (%s)"
    " ORDER BY r.case_id, r.id"
)
HOUSING = (
    "SELECT a.case_id, a.id = (SELECT min(x.id) FROM housing_application x WHERE x.case_id = a.case_id) AS is_first,"
    " a.submitted_at, s.state, coalesce(s.left_on, s.ends_on) AS ends_on, p.unit_id FROM housing_application a"
    " LEFT JOIN housing_stay s ON s.application_id = a.id LEFT JOIN housing_bed b ON b.id = s.bed_id"
    " LEFT JOIN housing_premises p ON p.id = b.premises_id WHERE a.case_id = ANY (%s)"
)
APART = (
    "SELECT a.*, h.case_id FROM probation_heldapartassignment a"
    " JOIN probation_heldapart h ON h.id = a.item_id WHERE h.case_id = ANY (%s)"
    " AND h.starts_at <= %s AND (h.ended_at IS NULL OR h.ended_at > %s)"
)
"""Where the first contact with a victim about each case is, its first referral, and each part held apart that goes on."""


def of_victims(table: str) -> str:
    """A record of a table for each case with a victim in contact, as something to select from."""
    if table == "victims_victim":
        return _FIRST_VICTIM.replace("TARGET", "m").replace("JOINED", "")
    joined = f"JOIN {table} t ON t.victim_id = m.id"
    return _FIRST_VICTIM.replace("TARGET", "t").replace("JOINED", joined)


_FIRST_REFERRAL = """
(SELECT r.case_id, TARGET.id FROM (
    SELECT DISTINCT ON (x.case_id) x.case_id, x.id FROM services_referral x ORDER BY x.case_id, x.id
 ) r JOINED) f
"""


def of_suppliers(table: str) -> str:
    """A record of a table for each case with a referral, of its first, as something to select from."""
    if table == "services_referral":
        return _FIRST_REFERRAL.replace("TARGET", "r").replace("JOINED", "")
    joined = f"JOIN {table} t ON t.referral_id = r.id"
    return _FIRST_REFERRAL.replace("TARGET", "t").replace("JOINED", joined)


_FIRST_APPLICATION = """
(SELECT a.case_id, TARGET.id FROM (
    SELECT DISTINCT ON (x.case_id) x.case_id, x.id FROM housing_application x ORDER BY x.case_id, x.id
 ) a JOINED) f
"""


def of_housing(table: str) -> str:
    """A record of a table for each case with an application for housing, of its first, as something to select from."""
    if table == "housing_application":
        return _FIRST_APPLICATION.replace("TARGET", "a").replace("JOINED", "")
    joined = f"JOIN {table} t ON t.application_id = a.id"
    return _FIRST_APPLICATION.replace("TARGET", "t").replace("JOINED", joined)


OF_THE_FIRST = (
    {table: of_victims(table) for table in OF_VICTIMS}
    | {table: of_suppliers(table) for table in OF_SUPPLIERS}
    | {table: of_housing(table) for table in OF_HOUSING}
)
"""By table, something to select the first record of each case from."""


def of_decisions(table: str) -> str:
    """A table about whole records with the person of each row, as something to select from."""
    if table in {"disclosure_withheld", "disclosure_leftout"}:
        return (
            f"(SELECT x.id, r.person_id FROM {table} x"  # noqa: S608  our own names
            " JOIN disclosure_request r ON r.id = x.request_id) f"
        )
    return table


def named(table: str) -> str:
    """A table of the database; of other rooms than those of people and cases it is named whole."""
    if "_" in table:
        return table
    return f"people_{table}" if table in PERSONAL else f"probation_{table}"


def is_read(table: str, *, view: str | None) -> bool:
    """Whether a view of a case shows a table."""
    return view == "full" if table in CLOSED else view is not None


_BESIDE: Final = dict.fromkeys(OF_SUPPLIERS, Policy.may_supply) | dict.fromkeys(
    OF_HOUSING, Policy.may_answer_housing
)
"""Who knows something beside those who read the record in full."""


def is_known(
    policy: Policy, table: str, *, account_id: int, case_id: int, person_id: int, view: str | None
) -> bool:
    """Whether the policy lets an account read what a table has of a case, or of its person, of which it has a view."""
    if table in OF_VICTIMS:
        return policy.may_keep_victim(account_id=account_id, case_id=case_id)
    if table in _BESIDE:
        return view == "full" or _BESIDE[table](policy, account_id=account_id, case_id=case_id)
    if table in DECIDED:
        action = DISCLOSE if table in OF_WHO_DISCLOSES else REMOVE
        return policy.may_about(account_id=account_id, person_id=person_id, action=action)
    if table in OF_A_LIFE:
        houses = table == "address" and policy.may_house(account_id=account_id, person_id=person_id)
        return houses or policy.may_know_address(account_id=account_id, person_id=person_id)
    if table in PERSONAL:
        return policy.may_know_person(account_id=account_id, person_id=person_id)
    return is_read(table, view=view)
