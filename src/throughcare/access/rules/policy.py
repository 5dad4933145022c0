"""The policy of access stated anew, to hold the database against: from the domain rules, in plain Python.

It reads rows as they are kept, finds out by itself what is in force, and calls nothing of the
database. Rows are dictionaries with the names of the tables' columns; moments are aware. Where the
database and this disagree, one of them is wrong: which one, the domain rules say.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from throughcare.access.rules.rows import Reach, Row, Rows
from throughcare.kernel.days import HERE

READ, MINIMUM, WRITE = "case.read", "case.minimum", "case.write"
KEEP_VICTIMS = "victim.keep"
SUPPLY = "referral.supply"
DISCLOSE, REMOVE = "person.disclose", "person.remove"
ASSESS_HOUSING, KEEP_BEDS = "housing.assess", "bed.keep"
GOES_ON = ("booked", "arrived")
OF_AN_ARCHIVE = frozenset({READ, MINIMUM, WRITE, DISCLOSE, REMOVE, KEEP_VICTIMS, "person.restrict"})
"""What is done with records: it reaches what the own body keeps of one that has ended."""
DAYS_AFTER_LEAVING = timedelta(days=28)
"""For how long premises know whoever left them."""
OTHER_ACTIONS = ("case.minimum", "case.allocate", "case.emergency", "person.restrict")


@dataclass(kw_only=True)
class Policy:
    """The answers at one moment."""

    rows: Rows
    now: datetime
    _reaches: dict[tuple[int, str], Reach] = field(default_factory=dict)

    @cached_property
    def live(self) -> set[int]:
        """The changes whose last switch says that they are live."""
        last = {
            row["change_id"]: row["is_live"]
            for row in sorted(self.rows.switches, key=lambda row: row["id"])
            if row["recorded_at"] <= self.now
        }
        return {change for change, is_live in last.items() if is_live}

    def _counts(self, row: Row) -> bool:
        return (
            row["starts_at"] <= self.now
            and row["superseded_at"] is None
            and (row["change_id"] is None or row["change_id"] in self.live)
        )

    def _latest(self, rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], Row]:
        """The row in force of each thing: the latest start; of one instant, that of a change."""
        found: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            if not self._counts(row):
                continue
            thing = tuple(row[name] for name in names)
            if thing not in found or _rank(row) > _rank(found[thing]):
                found[thing] = row
        return found

    @cached_property
    def _facts(self) -> dict[tuple[Any, ...], Row]:
        return self._latest(self.rows.facts, "unit_id", "fact")

    def fact(self, *, unit_id: int, fact: str) -> str | None:
        row = self._facts.get((unit_id, fact))
        return row["value"] if row else None

    @cached_property
    def _children(self) -> dict[tuple[str, int], set[int]]:
        children: dict[tuple[str, int], set[int]] = defaultdict(set)
        latest = self._latest(self.rows.placements, "unit_id", "hierarchy")
        for (unit_id, hierarchy), row in latest.items():
            if row["parent_id"] is not None:
                children[hierarchy, row["parent_id"]].add(unit_id)
        return children

    def _under(self, *, unit_id: int, hierarchy: str) -> set[int]:
        found, waiting = {unit_id}, [unit_id]
        while waiting:
            below = self._children.get((hierarchy, waiting.pop()), set()) - found
            found |= below
            waiting += below
        return found

    @cached_property
    def _seats(self) -> dict[int, list[tuple[str, int, int]]]:
        """By account: role, provider and unit of each post held in a unit that operates (I9)."""
        active = {row["id"] for row in self.rows.accounts if row["is_active"]}
        places = self._latest(self.rows.seats, "item_id")
        held: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        for post in self.rows.posts:
            place = places.get((post["id"],))
            if place is None or post["account_id"] not in active or not self._is_in_force(post):
                continue
            units = (place["owner_id"], place["holder_id"])
            if all(self.fact(unit_id=unit, fact="operating") == "yes" for unit in units):
                held[post["account_id"]].append((post["role"], *units))
        return held

    def _is_in_force(self, row: Row) -> bool:
        ends_at = row["ends_at"]
        return bool(row["starts_at"] <= self.now and (ends_at is None or ends_at > self.now))

    def bodies_of(self, account_id: int) -> frozenset[int]:
        """The providers that an account has a post in now, and what they keep of others."""
        own = {owner for _, owner, _ in self._seats.get(account_id, ())}
        return frozenset(own | self._kept_by(own))

    def owner_of(self, case_id: int) -> int | None:
        return self._place(case_id)[0]

    def reach(self, *, account_id: int, action: str) -> Reach:
        """How far an action of an account goes: its posts' permissions, and protocols across."""
        if (account_id, action) not in self._reaches:
            self._reaches[account_id, action] = self._worked_out(account_id, action)
        return self._reaches[account_id, action]

    def _worked_out(self, account_id: int, action: str) -> Reach:
        everywhere, providers, units, own = False, set[int](), set[int](), set[int]()
        for role, owner, holder in self._seats.get(account_id, ()):
            for permission in self._permitted(role, action):
                hierarchy = permission["hierarchy"]
                match permission["reach"], hierarchy:
                    case "nation", _:
                        everywhere = True
                    case "provider", "line":
                        own.add(owner)
                    case "unit", "line":
                        units |= self._under(unit_id=holder, hierarchy=hierarchy)
                    case "unit", _:
                        # Along another hierarchy a post looks down upon providers.
                        providers |= self._under(unit_id=holder, hierarchy=hierarchy)
        providers |= own
        providers |= self._across(providers, action=action)
        if action in OF_AN_ARCHIVE:
            providers |= self._kept_by(own)
        return Reach(everywhere=everywhere, providers=frozenset(providers), units=frozenset(units))

    def _kept_by(self, bodies: set[int]) -> set[int]:
        """What units own that have ended is kept by the unit over them in the archive, and by its keeper once that ends as well."""
        kept, waiting = set[int](), list(bodies)
        while waiting:
            under = self._children.get(("archive", waiting.pop()), set()) - kept
            ended = {unit for unit in under if self.fact(unit_id=unit, fact="operating") == "no"}
            kept |= ended
            waiting += ended
        return kept

    def _permitted(self, role: str, action: str) -> list[Row]:
        return [
            row
            for row in self.rows.permissions
            if (row["role"], row["action"]) == (role, action) and self._is_in_force(row)
        ]

    def _across(self, providers: set[int], *, action: str) -> set[int]:
        """The other bodies whose records a protocol opens: in full to read, any for the minimum."""
        if action not in {READ, MINIMUM}:
            return set()
        own_kinds = {self.fact(unit_id=provider, fact="kind") for provider in providers}
        kinds = {
            protocol["owner_kind"]
            for protocol in self.rows.protocols
            if self._is_in_force(protocol)
            and protocol["reader_kind"] in own_kinds
            and (action == MINIMUM or protocol["view"] == "full")
        }
        return {
            unit_id
            for (unit_id, fact), row in self._facts.items()
            if fact == "kind" and row["value"] in kinds
        }

    @cached_property
    def _cases(self) -> dict[int, Row]:
        return {row["id"]: row for row in self.rows.cases}

    @cached_property
    def _people(self) -> dict[int, int]:
        return {row["id"]: row["person_id"] for row in self.rows.cases}

    @cached_property
    def _cases_of(self) -> dict[int, list[int]]:
        cases: dict[int, list[int]] = defaultdict(list)
        for case_id, person_id in self._people.items():
            cases[person_id].append(case_id)
        return cases

    @cached_property
    def _restrictions(self) -> dict[int, list[Row]]:
        by_person: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows.restrictions:
            if self._is_in_force(row):
                by_person[row["person_id"]].append(row)
        return by_person

    def is_refused(self, *, account_id: int, person_id: int) -> bool:
        """Named in an exclusion; or there are restrictions, and none of them names the account."""
        standing = self._restrictions.get(person_id, [])
        mine = {row["kind"] for row in standing if row["account_id"] == account_id}
        kinds = {row["kind"] for row in standing}
        return "exclusion" in mine or ("restriction" in kinds and "restriction" not in mine)

    def _place(self, case_id: int) -> tuple[int | None, int | None]:
        row = self._owners.get((case_id,))
        return (row["owner_id"], row["holder_id"]) if row else (None, None)

    @cached_property
    def _owners(self) -> dict[tuple[Any, ...], Row]:
        return self._latest(self.rows.assignments, "item_id")

    def _granted(self, *, account_id: int, case_id: int) -> set[str]:
        return self._grants.get((account_id, case_id), set())

    @cached_property
    def _grants(self) -> dict[tuple[int, int], set[str]]:
        kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in self.rows.grants:
            if self._is_in_force(row):
                kinds[row["account_id"], row["case_id"]].add(row["kind"])
        return kinds

    def view(self, *, account_id: int, case_id: int) -> str | None:
        """How much of a case: `full`, `minimum` or None."""
        if self.is_refused(account_id=account_id, person_id=self._people[case_id]):
            return None
        owner, holder = self._place(case_id)
        if self.reach(account_id=account_id, action=READ).in_place(owner, holder):
            return "full"
        granted = self._granted(account_id=account_id, case_id=case_id)
        if granted - {"minimum"} and self.has_any_action(account_id):
            return "full"
        if granted and self.has_any_action(account_id):
            minimum = self.reach(account_id=account_id, action=MINIMUM)
            if owner in minimum.providers:
                return "minimum"
        return "minimum" if self._has_part(account_id=account_id, case_id=case_id) else None

    def _has_part(self, *, account_id: int, case_id: int) -> bool:
        """Whether something of a case that is held apart from it is where the account writes."""
        reach = self.reach(account_id=account_id, action=WRITE)
        return any(
            reach.in_place(row["owner_id"], row["holder_id"]) for row in self._apart[case_id]
        )

    @cached_property
    def _apart(self) -> dict[int, list[Row]]:
        by_case: dict[int, list[Row]] = defaultdict(list)
        for row in self._latest(self.rows.apart, "item_id").values():
            by_case[row["case_id"]].append(row)
        return by_case

    def has_any_action(self, account_id: int) -> bool:
        """An exception is worth nothing to an account whose posts give it nothing (I9)."""
        roles = {role for role, _, _ in self._seats.get(account_id, ())}
        actions = {row["action"] for row in self.rows.permissions if row["role"] in roles}
        return any(self._has(account_id, action) for action in actions)

    def may(self, *, account_id: int, action: str, case_id: int) -> bool:
        """Whether an action other than reading reaches a case."""
        if self.is_refused(account_id=account_id, person_id=self._people[case_id]):
            return False
        owner, holder = self._place(case_id)
        reach = self.reach(account_id=account_id, action=action)
        if action == WRITE:
            return reach.in_place(owner, holder)
        return owner is not None and reach.covers(owner=owner, holder=holder)

    def may_keep_victim(self, *, account_id: int, case_id: int) -> bool:
        """Whoever keeps victims where the contact is, wherever the case is, unless the person is closed to them."""
        row = self._victims.get((case_id,))
        if row is None or self.is_refused(account_id=account_id, person_id=self._people[case_id]):
            return False
        reach = self.reach(account_id=account_id, action=KEEP_VICTIMS)
        return reach.in_place(row["owner_id"], row["holder_id"])

    @cached_property
    def _victims(self) -> dict[tuple[Any, ...], Row]:
        return self._latest(self.rows.victims, "case_id")

    def may_supply(self, *, account_id: int, case_id: int) -> bool:
        """Whoever works for the supplier that a referral was sent to, wherever the case is, unless the person is closed to them."""
        row = self._referrals.get(case_id)
        if row is None or row["sent_at"] is None:
            return False
        if self.is_refused(account_id=account_id, person_id=self._people[case_id]):
            return False
        reach = self.reach(account_id=account_id, action=SUPPLY)
        return reach.covers(owner=row["supplier_id"], holder=row["supplier_id"])

    @cached_property
    def _referrals(self) -> dict[int, Row]:
        return {row["case_id"]: row for row in self.rows.referrals}

    def may_answer_housing(self, *, account_id: int, case_id: int) -> bool:
        """The first application of a case: whoever answers it, and whoever has or lately had the person in a bed."""
        if self.is_refused(account_id=account_id, person_id=self._people[case_id]):
            return False
        rows = [row for row in self._housing.get(case_id, ()) if row["is_first"]]
        owner, holder = self._place(case_id)
        answers = self.reach(account_id=account_id, action=ASSESS_HOUSING)
        if any(row["submitted_at"] for row in rows) and answers.covers(owner=owner, holder=holder):
            return True
        long_ago = self.now.astimezone(HERE).date() - DAYS_AFTER_LEAVING
        return any(
            self._keeps(account_id, row)
            and row["state"] != "cancelled"
            and (row["state"] in GOES_ON or row["ends_on"] > long_ago)
            for row in rows
        )

    def may_house(self, *, account_id: int, person_id: int) -> bool:
        """Whether the person is, or is to be, in a bed that the account keeps: then it says where they live."""
        rows = [row for case_id in self._cases_of[person_id] for row in self._housing[case_id]]
        has_here = any(row["state"] in GOES_ON and self._keeps(account_id, row) for row in rows)
        return has_here and not self.is_refused(account_id=account_id, person_id=person_id)

    def _keeps(self, account_id: int, row: Row) -> bool:
        unit = row["unit_id"]
        reach = self.reach(account_id=account_id, action=KEEP_BEDS)
        return unit is not None and reach.covers(owner=unit, holder=unit)

    @cached_property
    def _housing(self) -> dict[int, list[Row]]:
        by_case: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows.housing:
            by_case[row["case_id"]].append(row)
        return by_case

    def may_restrict(self, *, account_id: int, person_id: int) -> bool:
        return self.may_about(account_id=account_id, person_id=person_id, action="person.restrict")

    def may_about(self, *, account_id: int, person_id: int, action: str) -> bool:
        """By the case that pages are about: the open one, or else the last."""
        case = max(
            (self._cases[case_id] for case_id in self._cases_of[person_id]),
            key=lambda row: (row["closed_at"] is None, row["opened_at"], row["id"]),
        )
        return self.may(account_id=account_id, action=action, case_id=case["id"])

    def may_read_restriction(self, *, account_id: int, row: Row) -> bool:
        """One's own, and those that one could have made."""
        return row["account_id"] == account_id or self.may_restrict(
            account_id=account_id, person_id=row["person_id"]
        )

    def may_know_person(self, *, account_id: int, person_id: int) -> bool:
        """Whether the name may be known: to staff who may search or read, unless it is closed."""
        searches = self._has(account_id, "person.search") or self._has(account_id, READ)
        return searches and not self.is_refused(account_id=account_id, person_id=person_id)

    def may_know_address(self, *, account_id: int, person_id: int) -> bool:
        """Where a person lives is part of the case: read in full only."""
        return any(
            self.view(account_id=account_id, case_id=case_id) == "full"
            for case_id in self._cases_of[person_id]
        )

    def _has(self, account_id: int, action: str) -> bool:
        reach = self.reach(account_id=account_id, action=action)
        return reach.everywhere or bool(reach.providers) or bool(reach.units)


def _rank(row: Row) -> tuple[datetime, bool, int, int]:
    change = row["change_id"]
    return (row["starts_at"], change is not None, change or 0, row["id"])
