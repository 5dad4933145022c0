"""Whose cases are whose, before a plan and after it, as its answers say: for whoever looks whether that came true."""

from dataclasses import dataclass

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import results, sql

# What is held stays where it is.
_SIDES = {
    False: ("a.from_owner_id", "a.from_post_id"),
    True: (
        "case a.standing when 'answered' then a.to_owner_id else a.from_owner_id end",
        "case a.standing when 'answered' then a.to_post_id else a.from_post_id end",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A case by reference, and the name of the provider that has it."""

    reference: str
    owner: str


def cases_of(plan: Plan, *, account_id: int, is_after: bool) -> list[Held]:
    """The cases that an account has by its posts."""
    owner, post = _SIDES[is_after]
    return _held(
        plan,
        f"""
        join access_post p on p.id = {post} and p.account_id = %(account)s
        """,
        owner=owner,
        params={"account": account_id},
    )


def a_case_at(plan: Plan, *, provider: str, is_after: bool, seed: str) -> Held | None:
    """One case of a provider, by its code: the same for the same seed."""
    return _one(plan, "n.code = %(provider)s", provider, is_after=is_after, seed=seed)


def a_case_elsewhere(plan: Plan, *, provider: str, is_after: bool, seed: str) -> Held | None:
    """One case of any other provider."""
    return _one(plan, "n.code <> %(provider)s", provider, is_after=is_after, seed=seed)


def _one(plan: Plan, where: str, provider: str, *, is_after: bool, seed: str) -> Held | None:
    found = _held(
        plan,
        "",
        owner=_SIDES[is_after][0],
        where=f"and {where} order by md5(a.reference || %(seed)s) limit 1",
        params={"provider": provider, "seed": seed},
    )
    return found[0] if found else None


def _held(
    plan: Plan, joined: str, *, owner: str, params: dict[str, object], where: str = ""
) -> list[Held]:
    return [
        Held(reference=reference, owner=name or "")
        for reference, name in sql.rows(
            f"""
            with {results.NAMED}
            select a.reference, n.name from restructure_answer a
            join named n on n.unit_id = {owner} {joined}
            where a.plan_id = %(plan)s and a.kind = 'case' {where or "order by a.reference"}
            """,
            results.params_of(plan) | params,
        )
    ]
