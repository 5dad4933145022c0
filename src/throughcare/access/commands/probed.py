"""Which tables a probe asks about. Those of people and of cases are named without their room."""

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
    *("nsi", "nsistanding", "nsimanager", "nsiappointment"),
    *("enforcementstep", "enforcementfailure", "recallanswer"),
    *("documentorigin", "documenttext", "documentlock"),
    *("unpaidwork_adjustment", "unpaidwork_completion", "allocation_tier"),
    *("assessments_assessment", "assessments_answer", "assessments_risk"),
    *("assessments_paragraph", "assessments_goal", "assessments_goalstep", "assessments_score"),
)
OPEN = (
    *("case", "riskprofile", "sentence", "requirement"),
    *("registration", "appointment", "enforcement"),
    *("unpaidwork_order", "unpaidwork_allocation", "unpaidwork_appointment"),
)
OF_A_LIFE = (
    *("address", "contactpoint", "contactpreference", "personalcontact", "circumstance"),
    *("disability", "adjustment", "equalityfact", "paper", "former"),
)
PERSONAL = ("person", "name", "identifier", *OF_A_LIFE)
OF_VICTIMS = (
    *("victims_victim", "victims_wish", "victims_logentry", "victims_conditionrequest"),
    *("victims_representation", "victims_notice", "victims_task"),
)
"""The file of a victim who is in contact about a case: of whoever keeps it, whatever they may see of the case."""
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


def of_victims(table: str) -> str:
    """A record of a table for each case with a victim in contact, as something to select from."""
    if table == "victims_victim":
        return _FIRST_VICTIM.replace("TARGET", "m").replace("JOINED", "")
    joined = f"JOIN {table} t ON t.victim_id = m.id"
    return _FIRST_VICTIM.replace("TARGET", "t").replace("JOINED", joined)


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
