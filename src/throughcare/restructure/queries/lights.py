"""One gate, as it stands."""

from dataclasses import dataclass

from throughcare.restructure.models import Statement
from throughcare.restructure.rules.gates import BY_NAME, By, Gate, Light

__all__ = ["Light", "Reading"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One gate: what it asks, how it stands, the fact behind it, and the page that shows the fact.

    `page` is the last part of the address of a page of the plan, or an address that begins with a stroke. `counts` are
    the figures of the fact for the public form: what is counted, in English, and how many; they name nobody. `statement` is
    what somebody stated of it, with the result that it rests on.
    """

    asks: str
    light: Light
    fact: str
    page: str
    name: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    statement: Statement | None = None

    @property
    def gate(self) -> Gate:
        return BY_NAME[self.name]

    @property
    def is_stated(self) -> bool:
        return self.gate.by == By.PEOPLE
