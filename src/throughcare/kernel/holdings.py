"""What rooms keep. Each declares each of its tables once, in its own `holdings.py`, and says which columns are personal."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Whatever a room says of what it keeps."""


@dataclass(frozen=True, kw_only=True)
class Table(Declaration):
    """A table by its label, such as `people.Person`, and what its columns are.

    A `personal` column tells something about somebody, or is what they prove themselves with. Row-level security
    closes its table, and no event, address or `str()` carries it. A `plain` one does neither: a reference, such as
    a CRN or the code of a post, only points at somebody, and is what is carried instead.

    Keys, numbers and UUIDs of rows, truths, choices and moments are plain by their type; they are named only where
    they are personal. Every other column is named. `is_for_all` says that every row may be read whoever is signed in,
    and by nobody in particular, since none is about anybody under supervision.
    """

    table: str
    personal: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    is_for_all: bool = False


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who ends what is on a list: `people` of the body that has it who may do `action`. `does` says what they do, after `may`."""

    action: str
    does: str
    people: int = 1


@dataclass(frozen=True, kw_only=True)
class Waiting(Declaration):
    """A list of things begun and not ended that hang from no record and have no day by which they are due.

    `name` is what plans call it, `words` what one of them is called. `relation` is the table or view of them, `key` its
    column that names one, `waits` the condition, as SQL over a row `t`, by which it is still on the list. `known` is where
    all are found that ever were on it, under the same key; left out, it is `relation`. Where `is_removed` those that
    are done are not kept. Where it takes `hands` of a body, `of_case` is SQL over `t` for the key of the case whose body that is.
    """

    name: str
    words: str
    relation: str
    key: str
    waits: str
    known: str = ""
    is_removed: bool = False
    of_case: str = ""
    hands: Hands | None = None


@dataclass(frozen=True, kw_only=True)
class NotInFlight(Declaration):
    """A table whose rows have a state or an end, and are on purpose no list of things begun and not ended; and why not."""

    table: str
    because: str


@dataclass(frozen=True, kw_only=True)
class GoneOut(Declaration):
    """What has gone out of the house for good: no reversal takes it back, so that it is counted and listed instead.

    `name` is its place in addresses, `words` what many of them are called, `means` a sentence about them. `rows` names a
    function of a beginning and an end, whose rows have `at`, `reference` and `says`: what went out then, for whoever may
    see plans everywhere, in identifiers and codes alone.
    """

    name: str
    words: str
    means: str
    rows: str


@dataclass
class Register:
    """All declarations, in the order they were made."""

    holdings: list[Declaration] = field(default_factory=list)

    def declare(self, *holdings: Declaration) -> None:
        """Add a room's declarations; the same one twice is one."""
        self.holdings.extend(holding for holding in holdings if holding not in self.holdings)

    def tables(self) -> tuple[Table, ...]:
        return tuple(holding for holding in self.holdings if isinstance(holding, Table))


REGISTER = Register()
declare = REGISTER.declare
