"""Random questions put to the database and to the policy stated anew; both must say the same.

Runs as the owner of the tables, and takes the place of each account in turn: what it reads and writes then, it reads
and writes through row-level security. Everything made up and written is rolled back. No plan is switched meanwhile.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.apps import apps
from django.db import ProgrammingError, transaction

from throughcare.access.commands import inventing
from throughcare.access.commands.pinning import acting_as
from throughcare.access.commands.probe_reads import firsts_of, ids_of, pairs_of, rows_of
from throughcare.access.commands.probed import (
    APART,
    CLOSED,
    DECIDED,
    HOUSING,
    LIFE_BEFORE,
    OF_THE_FIRST,
    OPEN,
    PERSONAL,
    REFERRALS,
    VICTIMS,
    is_known,
    is_read,
    named,
    of_decisions,
)
from throughcare.access.rules.policy import (
    OTHER_ACTIONS,
    WRITE,
    Policy,
)
from throughcare.access.rules.rows import Row, Rows

POOL = 3_000
CASES_FOR_EACH_ACCOUNT = 24
CLOSELY_FOR_EACH_ACCOUNT = 3
MOVED = 50
PEOPLE_FOR_EACH_RESTRICTION = 6
FEWEST_RESTRICTIONS = 3

CHANGED = ("case", "contact", "riskprofile", "requirement")
ADD_CONTACT = "add contact"
READ_RESTRICTION = "read restriction"
_READ = "SELECT id FROM TABLE WHERE id = ANY (%s)"
_CHANGE = "UPDATE TABLE SET COLUMN = COLUMN WHERE id = ANY (%s) RETURNING id"

Records = Mapping[str, Mapping[int, int]]
"""By table: for each case, one record of it or of its person, where there is one."""


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    username: str
    crn: str
    action: str
    database: bool
    policy: bool


@dataclass(frozen=True, kw_only=True)
class Probes:
    """What was asked of one account, and where the answers differ."""

    asked: int
    allowed: int
    disagreements: tuple[Disagreement, ...]


def probe(*, count: int, seed: int, now: datetime) -> Iterator[Probes]:
    """Ask at least `count` times, an account at a time. The same seed asks the same of the same nation.

    Nothing is asked where there is no case or no post.
    """
    chance = random.Random(seed)  # noqa: S311  a sample that can be drawn again, not a secret
    with transaction.atomic():
        try:
            yield from _answers(chance, count=count, now=now)
        finally:
            transaction.set_rollback(True)


def _answers(chance: random.Random, *, count: int, now: datetime) -> Iterator[Probes]:
    pool = _sample(chance, ids_of("SELECT id FROM probation_case ORDER BY id"), POOL)
    seats = pairs_of("SELECT DISTINCT owner_id, holder_id FROM access_postassignment ORDER BY 1, 2")
    if not pool or not seats:
        return
    places = inventing.Places(seats=seats, bodies=sorted({owner for owner, _ in seats}))
    inventing.moves(chance, cases=_sample(chance, pool, MOVED), places=places, now=now)
    inventing.archives(chance, cases=_sample(chance, pool, MOVED), places=places, now=now)
    inventing.parts(chance, cases=_sample(chance, pool, MOVED), places=places, now=now)
    people = dict(pairs_of("SELECT id, person_id FROM probation_case WHERE id = ANY (%s)", [pool]))
    records = _records(pool, people=people)
    questions = {case: _questions(records, case) for case in pool}
    fewest = min(CASES_FOR_EACH_ACCOUNT, len(pool)) * min(questions.values())
    accounts = _accounts(chance, count=count // fewest + 1, places=places, now=now)
    rows = _rows_about(accounts, cases=pool, now=now)
    drawn = _drawn(
        chance, accounts, policy=Policy(rows=rows, now=now), questions=questions, count=count
    )
    for account, cases in drawn:
        inventing.grants(chance, account_id=account, cases=cases, now=now)
    inventing.restrictions(
        chance,
        pairs=[(account, people[case]) for account, cases in drawn for case in cases],
        count=max(FEWEST_RESTRICTIONS, len(pool) // PEOPLE_FOR_EACH_RESTRICTION),
        now=now,
    )
    asking = _Asking(
        policy=Policy(rows=_with_exceptions(rows), now=now),
        records=records,
        people=people,
        now=now,
    )
    for account, cases in drawn:
        yield asking.of(
            account, cases=cases, closely=_sample(chance, cases, CLOSELY_FOR_EACH_ACCOUNT)
        )


def _questions(records: Records, case: int) -> int:
    """How many every account is asked about a case: to read and to change what it has, and each action."""
    return sum(case in records[table] for table in (*records, *CHANGED)) + len(
        (WRITE, *OTHER_ACTIONS)
    )


def _drawn(
    chance: random.Random,
    accounts: Sequence[int],
    *,
    policy: Policy,
    questions: Mapping[int, int],
    count: int,
) -> list[tuple[int, list[int]]]:
    """Accounts, each with its cases, until the questions are enough."""
    drawn: list[tuple[int, list[int]]] = []
    asked = 0
    for account in accounts:
        if asked >= count:
            break
        cases = _cases_for(chance, account, policy=policy, pool=sorted(questions))
        asked += sum(questions[case] for case in cases)
        drawn.append((account, cases))
    return drawn


def _accounts(
    chance: random.Random, *, count: int, places: inventing.Places, now: datetime
) -> list[int]:
    """Half of those that there are, and half made up, in no order."""
    real = ids_of("SELECT id FROM access_account WHERE NOT is_system ORDER BY id")
    chosen = _sample(chance, real, count // 2)
    chosen += inventing.accounts(chance, places=places, count=count - len(chosen), now=now)
    chance.shuffle(chosen)
    return chosen


def _cases_for(
    chance: random.Random, account: int, *, policy: Policy, pool: Sequence[int]
) -> list[int]:
    """Half from the account's own providers, where the answer is often yes; half from anywhere."""
    bodies = policy.bodies_of(account)
    near = [case for case in pool if policy.owner_of(case) in bodies]
    half = CASES_FOR_EACH_ACCOUNT // 2
    chosen = _sample(chance, near, half)
    rest = sorted(set(pool) - set(chosen))
    return sorted([*chosen, *_sample(chance, rest, CASES_FOR_EACH_ACCOUNT - len(chosen))])


def _rows_about(accounts: Sequence[int], *, cases: Sequence[int], now: datetime) -> Rows:
    """All rows that the policy depends on, but for exceptions, which are not made up yet."""
    all_cases = rows_of(
        "SELECT id, person_id, opened_at, closed_at FROM probation_case WHERE person_id IN"
        " (SELECT person_id FROM probation_case WHERE id = ANY (%s))",
        [cases],
    )
    return Rows(
        switches=rows_of("SELECT * FROM organisation_switch"),
        facts=rows_of("SELECT * FROM organisation_unitfact WHERE fact IN ('kind', 'operating')"),
        placements=rows_of("SELECT * FROM organisation_placement"),
        accounts=rows_of(
            "SELECT id, is_active FROM access_account WHERE id = ANY (%s)", [accounts]
        ),
        posts=rows_of("SELECT * FROM access_post WHERE account_id = ANY (%s)", [accounts]),
        seats=rows_of(
            "SELECT a.* FROM access_postassignment a JOIN access_post p ON p.id = a.item_id"
            " WHERE p.account_id = ANY (%s)",
            [accounts],
        ),
        permissions=rows_of("SELECT * FROM access_permission"),
        protocols=rows_of("SELECT * FROM access_protocol"),
        restrictions=(),
        grants=(),
        cases=all_cases,
        assignments=rows_of(
            "SELECT * FROM probation_caseassignment WHERE item_id = ANY (%s)",
            [[case["id"] for case in all_cases]],
        ),
        victims=rows_of(VICTIMS, [cases]),
        apart=rows_of(APART, [cases, now, now]),
        referrals=rows_of(REFERRALS, [cases]),
        housing=rows_of(HOUSING, [[case["id"] for case in all_cases]]),
    )


def _with_exceptions(rows: Rows) -> Rows:
    accounts = [row["id"] for row in rows.accounts]
    people = sorted({row["person_id"] for row in rows.cases})
    return replace(
        rows,
        restrictions=rows_of(
            "SELECT * FROM access_restriction WHERE person_id = ANY (%s)", [people]
        ),
        grants=rows_of("SELECT * FROM access_grant WHERE account_id = ANY (%s)", [accounts]),
    )


def _records(cases: Sequence[int], *, people: Mapping[int, int]) -> Records:
    found: dict[str, Mapping[int, int]] = {"case": {case: case for case in cases}}
    for table in (*CLOSED, *OPEN[1:]):
        found[table] = firsts_of(named(table), column="case_id", of=cases)
    for table in PERSONAL:
        column = "id" if table == "person" else "person_id"
        of_people = firsts_of(
            LIFE_BEFORE if table == "former" else named(table),
            column=column,
            of=[people[case] for case in cases],
        )
        found[table] = {
            case: of_people[people[case]] for case in cases if people[case] in of_people
        }
    for table in DECIDED:
        decided = firsts_of(
            of_decisions(table), column="person_id", of=[people[case] for case in cases]
        )
        found[table] = {case: decided[people[case]] for case in cases if people[case] in decided}
    for table, records in OF_THE_FIRST.items():
        found[table] = firsts_of(records, column="case_id", of=cases)
    return found


@dataclass(frozen=True, kw_only=True)
class _Asking:
    policy: Policy
    records: Records
    people: Mapping[int, int]
    now: datetime

    def of(self, account: int, *, cases: Sequence[int], closely: Sequence[int]) -> Probes:
        """Put the questions about some cases to an account, all about a few; what it writes is taken back at once."""
        with transaction.atomic():
            with acting_as(account_id=account, now=self.now):
                answers = self._of_database(cases, closely=closely)
            transaction.set_rollback(True)
        expected = self._of_policy(account, cases=cases)
        differing = [
            (case, action, is_allowed)
            for action, by_case in answers.items()
            for case, is_allowed in by_case.items()
            if is_allowed != expected(action, case)
        ]
        names = _names(account, cases=[case for case, _, _ in differing]) if differing else {}
        return Probes(
            asked=sum(map(len, answers.values())),
            allowed=sum(sum(by_case.values()) for by_case in answers.values()),
            disagreements=tuple(
                Disagreement(
                    username=names[0],
                    crn=names[case],
                    action=action,
                    database=is_allowed,
                    policy=not is_allowed,
                )
                for case, action, is_allowed in differing
            ),
        )

    def _of_database(
        self, cases: Sequence[int], *, closely: Sequence[int]
    ) -> dict[str, dict[int, bool]]:
        found = {
            f"read {table}": self._reached(table, cases=cases, statement=_READ)
            for table in self.records
        }
        for table in CHANGED:
            column = "person_id" if table == "case" else "case_id"
            found[f"change {table}"] = self._reached(
                table, cases=cases, statement=_CHANGE.replace("COLUMN", column)
            )
        restricted = {case: row["id"] for case, row in self._restricted(cases).items()}
        known = set(
            ids_of(
                "SELECT id FROM access_restriction WHERE id = ANY (%s)", [[*restricted.values()]]
            )
        )
        found[READ_RESTRICTION] = {case: row in known for case, row in restricted.items()}
        found[WRITE] = _asked("probation_may_write(id)", cases)
        for action in OTHER_ACTIONS:
            found[action] = _asked("probation_may(%s, id)", cases, action)
        # Each is a row written and taken back: the dearest question of all.
        found[ADD_CONTACT] = {case: _adds_contact(case, now=self.now) for case in closely}
        return found

    def _restricted(self, cases: Sequence[int]) -> dict[int, Row]:
        """A restriction of each person who has any, by their case."""
        rows = {row["person_id"]: row for row in self.policy.rows.restrictions}
        return {case: rows[self.people[case]] for case in cases if self.people[case] in rows}

    def _reached(self, table: str, *, cases: Sequence[int], statement: str) -> dict[int, bool]:
        """Whether a statement reaches the record of each case; one without such a record is left out."""
        records = {case: self.records[table][case] for case in cases if case in self.records[table]}
        reached = set(ids_of(statement.replace("TABLE", named(table)), [sorted(records.values())]))
        return {case: record in reached for case, record in records.items()}

    def _of_policy(self, account: int, *, cases: Sequence[int]) -> Callable[[str, int], bool]:
        policy = self.policy
        views = {case: policy.view(account_id=account, case_id=case) for case in cases}
        writes = {
            case: policy.may(account_id=account, action=WRITE, case_id=case) for case in cases
        }

        restricted = self._restricted(cases)

        def answer(action: str, case: int) -> bool:
            match action.split(" "):
                case ["read", "restriction"]:
                    return policy.may_read_restriction(account_id=account, row=restricted[case])
                case ["add" | "change", table]:
                    return is_read(table, view=views[case]) and writes[case]
                case ["read", table]:
                    asked = {"account_id": account, "case_id": case, "person_id": self.people[case]}
                    return is_known(policy, table, view=views[case], **asked)
                case _:
                    return policy.may(account_id=account, action=action, case_id=case)

        return answer


def _adds_contact(case: int, *, now: datetime) -> bool:
    contact = apps.get_model("probation.Contact")
    kind = apps.get_model("probation.ContactType").objects.earliest("pk")
    number = 1_000_000_000  # past every number that a case has reached
    try:
        with transaction.atomic():
            contact.objects.create(
                case_id=case, number=number, type=kind, starts_at=now, recorded_at=now
            )
    except ProgrammingError as error:
        if "row-level security" in str(error):
            return False
        raise
    return True


def _names(account: int, *, cases: Sequence[int]) -> dict[int, str]:
    """The name of the account under 0, and the CRN of each case."""
    return dict(
        pairs_of(
            "SELECT 0, username FROM access_account WHERE id = %s UNION ALL"
            " SELECT c.id, p.crn FROM probation_case c JOIN people_person p ON p.id = c.person_id"
            " WHERE c.id = ANY (%s)",
            [account, list(cases)],
        )
    )


def _asked(condition: str, cases: Sequence[int], *values: str) -> dict[int, bool]:
    statement = f"SELECT id, {condition} FROM unnest(%s::bigint[]) id"  # noqa: S608  one of two above
    return {
        case: bool(is_allowed) for case, is_allowed in pairs_of(statement, [*values, list(cases)])
    }


def _sample(chance: random.Random, items: Sequence[int], size: int) -> list[int]:
    return chance.sample(items, min(size, len(items)))
