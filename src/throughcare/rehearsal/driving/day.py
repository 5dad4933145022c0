"""What each role does in a day, as data: pages to open, links to follow, forms to fill, and what must then be there.

Words in braces are filled in for whoever works: `{crn}` a case of theirs, `{owner}` its provider and `{officer}` who has it,
`{there}` a case of their provider and `{there_owner}`, `{elsewhere}` a case of another, `{note}` words that nobody wrote before,
`{plan}` the plan.
A step is left out for those who have no such thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from throughcare.access.choices import Role


@dataclass(frozen=True)
class Open:
    path: str


@dataclass(frozen=True)
class Follow:
    """The first link whose path matches. Without one the step is over: quietly where `may_lack`."""

    pattern: str
    may_lack: bool = False
    as_crn: bool = False
    """The number in the path is the case that the rest of the day is about."""


@dataclass(frozen=True)
class FollowEach:
    """Every link whose path matches, and back."""

    pattern: str


@dataclass(frozen=True)
class Send:
    """The form that has these fields. Where it is refused, with the first of `instead` that is not, in turn."""

    values: Mapping[str, str]
    instead: tuple[Mapping[str, str], ...] = ()
    may_refuse: bool = False


@dataclass(frozen=True)
class Shows:
    """Words on the page; where `unless` stands there, the record is closed to whoever asks, and it is well so."""

    words: str
    unless: str = ""


@dataclass(frozen=True)
class ShowsFact:
    name: str
    value: str


@dataclass(frozen=True)
class ShowsCases:
    """Every case that the plan says is theirs, as far as the page has room for them."""


Act = Open | Follow | FollowEach | Send | Shows | ShowsFact | ShowsCases


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    acts: tuple[Act, ...]
    needs: tuple[str, ...] = field(default=())


TIMES: Final = tuple(
    {"start": start} for start in ("6:05am", "9:50pm", "6:50am", "9:05pm", "8:20pm")
)
REASON: Final = {"reason": "In court this morning for another matter"}
CLOSED: Final = "Limited access"

HOME: Final = Step(
    name="home", acts=(Open("/"), FollowEach(r"^/(people|caseloads|diaries|restructures)$"))
)
CASELOAD: Final = Step(name="caseload", acts=(Open("/caseloads"), ShowsCases()), needs=("cases",))
CASE: Final = Step(
    name="case",
    acts=(
        Open("/caseloads"),
        Follow(r"^/cases/[^/]+$", as_crn=True),
        ShowsFact("Provider", "{owner}"),
        FollowEach(r"^/(people|cases)/{crn}(/documents)?$"),
    ),
    needs=("cases",),
)
CONTACT: Final = Step(
    name="contact",
    acts=(
        Open("/cases/{crn}"),
        Follow(r"^/cases/{crn}/contacts$"),
        Send(
            {"type": "Telephone call to the person", "start": "7:15am", "notes": "{note}"},
            instead=TIMES,
        ),
        Shows("{note}"),
        Open("/cases/{crn}"),
        Shows("{note}"),
    ),
    needs=("crn",),
)
APPOINTMENT: Final = Step(
    name="appointment",
    acts=(
        Open("/cases/{crn}"),
        Follow(r"^/cases/{crn}/appointments$"),
        Send({"type": "Planned telephone contact", "start": "5:10pm"}, instead=TIMES),
        Shows("Appointment made."),
    ),
    needs=("crn",),
)
SEARCH: Final = Step(
    name="search",
    acts=(
        Open("/people"),
        Send({"q": "{there}"}),
        Shows("{there}"),
        Shows("{there_owner}", unless=CLOSED),
    ),
    needs=("there",),
)


def minimum(*, may_refuse: bool) -> Step:
    """The minimum view of a case elsewhere: for duty and court it must open, whatever has become of the case."""
    return Step(
        name="minimum view",
        acts=(
            Open("/people"),
            Send({"q": "{elsewhere}"}),
            Shows("{elsewhere}"),
            Follow(r"^/cases/{elsewhere}/minimum-view$", may_lack=True),
            Send(REASON, may_refuse=may_refuse),
            Shows("Minimum view. The case is with {elsewhere_owner}"),
        ),
        needs=("elsewhere",),
    )


CHANGES: Final = Step(name="what changed", acts=(Open("/your-monday"),))
ALLOCATE: Final = Step(
    name="allocation",
    acts=(
        Open("/"),
        Follow(r"^/caseloads/[^/]+$", may_lack=True),
        Follow(r"^/cases/[^/]+$", may_lack=True, as_crn=True),
        Follow(r"^/cases/{crn}/allocations$", may_lack=True),
        Send(
            {
                "post": "not:{officer}",
                "reason": "Caseload adjustment",
                "justification": "To even out caseloads",
            },
            instead=({"post": "*1"}, {"post": "*2"}),
            may_refuse=True,
        ),
        Shows("{crn} is with"),
    ),
)
PLANS: Final = Step(
    name="plan",
    acts=(
        Open("/restructures"),
        Follow(r"^/restructures/{plan}$"),
        FollowEach(r"^/restructures/{plan}/[a-z]+$"),
    ),
)
BEDS: Final = Step(
    name="beds",
    acts=(
        Open("/premises"),
        Follow(r"^/premises/[^/]+$", may_lack=True),
        Follow(r"^/premises/[^/]+/stays/[^/]+$", may_lack=True),
    ),
)

PRACTISES: Final = (
    *(HOME, CASELOAD, CASE, CONTACT, APPOINTMENT, SEARCH, CHANGES),
    minimum(may_refuse=True),
)
MEETS: Final = (HOME, SEARCH, CHANGES, minimum(may_refuse=False))
STEERS: Final = (HOME, PLANS, CHANGES)
DAYS: Final[Mapping[Role, tuple[Step, ...]]] = {
    Role.OFFICER: PRACTISES,
    Role.MANAGER: (HOME, SEARCH, CHANGES, ALLOCATE),
    Role.COURT: MEETS,
    Role.DUTY: MEETS,
    Role.VICTIM_LIAISON: PRACTISES,
    Role.UNPAID_WORK: PRACTISES,
    Role.PROGRAMMES: PRACTISES,
    Role.PSYCHOLOGY: PRACTISES,
    Role.APPROVED_PREMISES: PRACTISES,
    Role.ADMINISTRATOR: (HOME, SEARCH, CHANGES),
    Role.EXECUTIVE: STEERS,
    Role.CONTRACT: (HOME, CHANGES),
    Role.PLANNER: STEERS,
    Role.APPROVER: STEERS,
    Role.DIRECTOR: STEERS,
    Role.AUDITOR: STEERS,
    Role.SUPPLIER: (HOME, CHANGES),
    Role.DISCLOSURE: (HOME, CHANGES),
    Role.PREMISES: (HOME, BEDS, CHANGES),
}
LAST: Final = (Role.MANAGER,)
"""They move cases between officers: when everybody else has looked for theirs."""
GLANCE: Final = (Step(name="first look", acts=(Open("/"),)),)
