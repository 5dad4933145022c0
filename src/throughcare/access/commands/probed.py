"""Which tables a probe asks about. Those of people and of cases are named without their room."""

# Records that are read in full only; in the minimum view as well; of a person, with the case; and by whoever may know the person.
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
