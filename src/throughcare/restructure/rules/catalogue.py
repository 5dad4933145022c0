"""What a plan may ask about each kind of item, by name and type.

The engine provides these as columns; a plan that asks for anything else cannot be read. `related`
names the answers given to other items that a rule may follow ("same as").
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.conditions.syntax import Attribute, Attributes, Type, attributes

POST_KINDS: Final = (
    "officer",
    "manager",
    "court",
    "victim-liaison",
    "unpaid-work",
    "programmes",
    "psychology",
    "approved-premises",
    "administrator",
    "duty",
    "executive",
    "disclosure",
)

COMPONENTS: Final = ("sentence", "requirement", "condition", "supervision", "intervention")

PROVIDER: Final = Attribute("provider", Type.UNIT, "provider now")
TEAM: Final = Attribute("team", Type.UNIT, "team now")
CLUSTER: Final = Attribute("cluster", Type.UNIT, "cluster now")
REFERENCE: Final = Attribute("reference", Type.TEXT, "reference")
AREA: Final = Attribute("area", Type.UNIT, "area of the place it is held in")
ORIGIN: Final = Attribute("origin", Type.UNIT, "area that it was last held in a place of")
BEFORE: Final = Attribute("before", Type.UNIT, "provider before the plan that is reversed")
HAS_CASE: Final = Attribute(
    "has_case", Type.BOOLEAN, "its case goes on, under this plan or beside it"
)
CASES_HELD: Final = Attribute(
    "cases_held", Type.NUMBER, "number of its cases that the plan answers"
)
CASES_SHARE: Final = Attribute(
    "cases_share", Type.NUMBER, "largest share of its cases that goes to one body, in percent"
)
CASES_TIED: Final = Attribute(
    "cases_tied", Type.BOOLEAN, "as many of its cases go to another body as to the first"
)
OF_ITS_CASES: Final = frozenset(each.name for each in (CASES_HELD, CASES_SHARE, CASES_TIED))
"""What is known of an account once cases are answered."""
LARGEST_SHARE: Final = "largest_share"
"""The answer that staff follow: the body that gets most of somebody's cases, whatever becomes of those not settled yet."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of item, with its attributes and the answers to other items that it may follow."""

    name: str
    words: str
    attributes: Attributes
    related: Mapping[str, str]


def _kind(name: str, words: str, *asked: Attribute, **related: str) -> Kind:
    return Kind(
        name=name,
        words=words,
        attributes=attributes(REFERENCE, *asked, AREA, ORIGIN, BEFORE),
        related=related,
    )


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        _kind(
            "case",
            "case",
            PROVIDER,
            TEAM,
            CLUSTER,
            Attribute("home_area", Type.UNIT, "area of the home address"),
            Attribute("home_postcode", Type.TEXT, "postcode district of the home address"),
            Attribute("sentence", Type.TEXT, "type of the newest live sentence"),
            Attribute("deferred", Type.BOOLEAN, "sentence deferred"),
            Attribute("other_active", Type.TEXT, "who manages another live sentence"),
            Attribute("mappa", Type.TEXT, "MAPPA category", ("none", "1", "2", "3")),
            Attribute(
                "rosh", Type.TEXT, "risk of serious harm", ("low", "medium", "high", "very high")
            ),
            Attribute("deportation_criteria", Type.BOOLEAN, "meets the criteria for deportation"),
            Attribute("rsr", Type.NUMBER, "risk of serious recidivism in percent"),
            Attribute(
                "public_interest",
                Type.TEXT,
                "public interest",
                ("none", "requested", "approved", "refused"),
            ),
            Attribute("officer", Type.TEXT, "officer"),
            Attribute("co_defendants", Type.TEXTS, "court cases with other defendants"),
            Attribute("household", Type.TEXTS, "household that is kept together"),
            officer="account",
            team="team",
        ),
        _kind(
            "account",
            "staff account",
            PROVIDER,
            TEAM,
            Attribute("post_kind", Type.TEXT, "kind of post", POST_KINDS),
            Attribute("grade", Type.TEXT, "grade"),
            Attribute("high_risk_share", Type.NUMBER, "share of high-risk cases held"),
            Attribute("preference", Type.TEXT, "stated preference"),
            Attribute("score", Type.NUMBER, "published score"),
            CASES_HELD,
            CASES_SHARE,
            CASES_TIED,
            largest_share="case",
        ),
        _kind(
            "team",
            "team",
            PROVIDER,
            Attribute("kind", Type.TEXT, "kind of team"),
            Attribute("leader", Type.TEXT, "leader of the team"),
            Attribute("staff_count", Type.NUMBER, "number of staff"),
            leader="account",
            larger_share="account",
            smaller_share="account",
        ),
        _kind(
            "office",
            "office",
            PROVIDER,
            Attribute("staff_count", Type.NUMBER, "number of staff"),
            larger_share="account",
            smaller_share="account",
        ),
        _kind(
            "victim-contact.victim",
            "victim contact, duty to the victim",
            PROVIDER,
            HAS_CASE,
            case="case",
        ),
        _kind(
            "victim-contact.case",
            "victim contact, duty for the case",
            PROVIDER,
            HAS_CASE,
            case="case",
        ),
        _kind(
            "court-report",
            "unfinished court report",
            PROVIDER,
            TEAM,
            Attribute("state", Type.TEXT, "state"),
            HAS_CASE,
            case="case",
            team="team",
        ),
        _kind(
            "component",
            "part of a case that is held apart from it",
            PROVIDER,
            TEAM,
            Attribute("component", Type.TEXT, "what is held apart", COMPONENTS),
            Attribute("type", Type.TEXT, "type of the requirement or intervention"),
            HAS_CASE,
            case="case",
            team="team",
        ),
    )
}

ORDER: Final = (
    "case",
    "account",
    "team",
    "office",
    "victim-contact.victim",
    "victim-contact.case",
    "court-report",
    "component",
)
"""Kinds in an order in which each comes after those whose answers it may follow, the officer's aside."""

GIVEN: Final = attributes(
    Attribute("new_unit", Type.UNIT, "provider that it goes to"),
    Attribute("new_team", Type.UNIT, "team that goes on with it"),
    Attribute("new_officer", Type.TEXT, "post that goes on with it"),
    Attribute("new_officer_kind", Type.TEXT, "kind of that post", POST_KINDS),
    Attribute("new_officer_grade", Type.TEXT, "grade of whoever holds that post"),
)
"""What a plan gives an item, for constraints to ask about beside the attributes of its kind."""

OF_CASE: Final = attributes(
    Attribute(
        "with_officer_of_case", Type.BOOLEAN, "whether the officer of its case goes on with it"
    ),
    Attribute("with_team_of_case", Type.BOOLEAN, "whether the team of its case goes on with it"),
)
"""The same of what hangs from a case: a victim's worker is kept apart from the offender's."""


def given(name: str) -> Attributes:
    """What a plan gives the items of a kind.

    >>> "with_officer_of_case" in given("victim-contact.victim"), "with_officer_of_case" in given("case")
    (True, False)
    """
    return {**GIVEN, **(OF_CASE if "case" in KINDS[name].related else {})}
