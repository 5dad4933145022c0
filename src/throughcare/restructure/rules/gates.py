"""The gates of a plan (restructure rules, section 6): what each asks, and by what it is answered."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class By(StrEnum):
    """What answers a gate: the engine's own figures, a room above that measures it, two people, or a signature."""

    ENGINE = "engine"
    ROOM = "room"
    PEOPLE = "people"
    SIGNATURE = "signature"


@dataclass(frozen=True, kw_only=True)
class Gate:
    """`is_asked` where the go decision waits for it; the others come after it."""

    name: str
    asks: str
    by: By
    is_asked: bool = True
    mend: str = ""
    """What to do about it while it is not green."""


GATES: Final = (
    Gate(name="whole", asks="The plan is whole", by=By.ENGINE, mend="Run this step: Check."),
    Gate(
        name="answered",
        asks="Every item has an answer, or a dated hold",
        by=By.ENGINE,
        mend="Settle each undetermined item, or hold it for a decision with a day. An account of a body that ends is decided"
        " before the instant.",
    ),
    Gate(
        name="quality",
        asks="The data that the rules need are there",
        by=By.ENGINE,
        mend="Record the missing values, and run the plan dry again.",
    ),
    Gate(
        name="duplicates",
        asks="No person stands in the records twice",
        by=By.ROOM,
        mend="Settle the likely duplicates before the day. A restructure merges nobody.",
    ),
    Gate(
        name="expected",
        asks="Shares are as expected",
        by=By.ENGINE,
        mend="Open the results, and see which rules make the gap. Mend the plan, or have the gap accepted in writing.",
    ),
    Gate(
        name="constraints",
        asks="Constraints are kept to",
        by=By.ENGINE,
        mend="Open the results, and see what breaks each.",
    ),
    Gate(
        name="plan",
        asks="The plan is approved by somebody who did not make it",
        by=By.SIGNATURE,
        mend="Have it signed.",
    ),
    Gate(
        name="previews",
        asks="Each provider has reviewed what its people will see",
        by=By.ROOM,
        mend="Ask the head of each provider to review the previews of its accounts.",
    ),
    Gate(
        name="told",
        asks="Staff were told what changes for them",
        by=By.ROOM,
        mend="Ask staff to open their preview.",
    ),
    Gate(
        name="rehearsals",
        asks="Two rehearsals in a row would have worked, in time",
        by=By.ROOM,
        mend="Rehearse the plan.",
    ),
    Gate(
        name="reversal",
        asks="The reversal was rehearsed",
        by=By.ROOM,
        mend="Rehearse the plan. A rehearsal takes everything back at its end.",
    ),
    Gate(
        name="capacity",
        asks="Everybody can sign in during the first hour",
        by=By.ENGINE,
        mend="Measure the first hour at the number of people expected, and take the record in.",
    ),
    Gate(
        name="help-desk",
        asks="The help desk is ready",
        by=By.PEOPLE,
        mend="Have somebody state it on a result that can be opened, and somebody else approve the statement.",
    ),
    Gate(
        name="links",
        asks="Links to courts, prisons, police and the systems of providers were tested",
        by=By.PEOPLE,
        mend="Settle messages that were given up. Have somebody state what the tests found, with the result, and another approve it.",
    ),
    Gate(
        name="law",
        asks="The legal basis is in force",
        by=By.PEOPLE,
        mend="Have somebody state it with a link to the instrument, and somebody else approve the statement.",
    ),
    Gate(
        name="staged", asks="Answers are written ahead", by=By.ENGINE, mend="Run this step: Stage."
    ),
    Gate(
        name="kept-up",
        asks="Everything changed since is answered again",
        by=By.ENGINE,
        mend="Wait: changed items are answered again within seconds. The switch answers the last ones first.",
    ),
    Gate(name="go", asks="The go decision is signed", by=By.SIGNATURE, is_asked=False),
    Gate(name="books", asks="The books agree", by=By.ENGINE, is_asked=False),
)
BY_NAME: Final = {gate.name: gate for gate in GATES}
STATED: Final = tuple(gate.name for gate in GATES if gate.by == By.PEOPLE)


def is_passed(light: Light, *, is_accepted: bool) -> bool:
    """Whether the go decision may be given past a gate: amber only where somebody took it upon themselves.

    >>> is_passed(Light.AMBER, is_accepted=False), is_passed(Light.RED, is_accepted=True)
    (False, False)
    """
    return light == Light.GREEN or (light == Light.AMBER and is_accepted)
