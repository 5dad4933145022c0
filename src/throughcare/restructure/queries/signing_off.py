"""What each provider is to accept, who accepted it, and what was listed against it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from throughcare.access import queries as access
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import ListedException, Plan, ProviderList, Run, SignOff
from throughcare.restructure.queries import sql

# Answers that somebody set by hand and that are not carried out yet: they wait for an approval, or for the worker. An answer
# that gives the item to somebody else may be hidden from whoever asks for the provider that is to get it.
_WRONG: Final = """
select count(*) from restructure_override o
left join restructure_answer a on a.plan_id = o.plan_id and a.kind = o.kind and a.item_id = o.item_id
where o.plan_id = %(plan)s and o.lapsed_at is null
  and (o.approved_by_id is null or a.rule <> 'override ' || o.id)
  and (a.from_owner_id = %(owner)s or a.to_owner_id = %(owner)s or o.unit_code = %(code)s)
"""


@dataclass(frozen=True, kw_only=True)
class Accepting:
    """One provider: its list as it is now, who accepted it, and who speaks for it. `exceptions` are all that were listed."""

    list: ProviderList
    sign_off: SignOff | None
    exceptions: int
    open_exceptions: int
    had_accepted_before: bool
    signed_by: str
    speakers: tuple[str, ...]

    @property
    def cases(self) -> int:
        """How many it has that are not closed."""
        return sum(
            each["count"]
            for each in self.list.body["books"]
            if each["kind"] == "case" and each["state"] != "closed"
        )

    @property
    def state(self) -> str:
        """One of `accepted`, `outdated` (what it accepted is not what the books say now), and `waiting`."""
        if self.sign_off is not None:
            return "accepted"
        return "outdated" if self.had_accepted_before else "waiting"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a provider has of one kind and state: what it had before, and what came to it."""

    kind: str
    state: str
    stayed: int
    came: int

    @property
    def total(self) -> int:
        return self.stayed + self.came


def current_lists(plan: Plan) -> QuerySet[ProviderList]:
    """The lists as the last reconciliation found them, those that may be seen, by code."""
    return ProviderList.objects.filter(plan=plan, superseded_at=None).order_by("code", "id")


def counts_accepted(plan: Plan) -> tuple[int, int]:
    """How many providers accepted their list as it is now, and how many there are, of those that may be seen."""
    found = ProviderList.objects.filter(plan=plan, superseded_at=None).aggregate(
        accepted=Count("sign_off"), every=Count("id")
    )
    return found["accepted"], found["every"]


def accepting(plan: Plan, *, part: slice) -> list[Accepting]:
    """A part of the providers, by code. A fixed number of queries."""
    return _accepting(plan, list(current_lists(plan).select_related("sign_off")[part]))


def accepting_of(plan: Plan, *, code: str) -> Accepting | None:
    """One provider; None where it has no list that may be seen."""
    found = _accepting(plan, list(current_lists(plan).filter(code=code).select_related("sign_off")))
    return found[0] if found else None


def _accepting(plan: Plan, lists: list[ProviderList]) -> list[Accepting]:
    owners = [each.owner_id for each in lists]
    before = set(
        SignOff.objects.filter(
            provider_list__plan=plan,
            provider_list__owner_id__in=owners,
            provider_list__superseded_at__isnull=False,
        ).values_list("provider_list__owner_id", flat=True)
    )
    counted = {
        row["owner_id"]: (row["every"], row["open"])
        for row in ListedException.objects.filter(plan=plan, owner_id__in=owners)
        .values("owner_id")
        .annotate(every=Count("id"), open=Count("id", filter=Q(closed_at=None)))
    }
    speakers = access.speakers(owners)
    signed = {each.pk: _sign_off_of(each) for each in lists}
    names = access.display_names(
        {each.signed_by_id for each in signed.values() if each is not None}
        | {account_id for found in speakers.values() for account_id in found}
    )
    found = []
    for each in lists:
        sign_off = signed[each.pk]
        every, are_open = counted.get(each.owner_id, (0, 0))
        found.append(
            Accepting(
                list=each,
                sign_off=sign_off,
                exceptions=every,
                open_exceptions=are_open,
                had_accepted_before=each.owner_id in before,
                signed_by=names.get(sign_off.signed_by_id, "") if sign_off else "",
                speakers=tuple(names.get(one, "") for one in speakers.get(each.owner_id, ())),
            )
        )
    return found


def _sign_off_of(found: ProviderList) -> SignOff | None:
    return getattr(
        found, "sign_off", None
    )  # the other side of a key is missing where there is none


def lines_of(found: ProviderList) -> list[Line]:
    """The books of a list by kind and state."""
    counts: dict[tuple[str, str], list[int]] = {}
    for each in found.body["books"]:
        pair = counts.setdefault((each["kind"], each["state"]), [0, 0])
        pair[0 if each["stayed"] else 1] += each["count"]
    return [
        Line(kind=kind, state=state, stayed=stayed, came=came)
        for (kind, state), (stayed, came) in sorted(counts.items())
    ]


def count_exceptions(plan: Plan, *, owner_id: int) -> int:
    return ListedException.objects.filter(plan=plan, owner_id=owner_id).count()


def exceptions_of(plan: Plan, *, owner_id: int, part: slice) -> list[ListedException]:
    """A part of what was listed against a provider's list: what is open first, the soonest due first."""
    found = ListedException.objects.filter(plan=plan, owner_id=owner_id)
    return list(found.order_by("closed_at", "due_on", "id")[part].select_related("sign_off"))


def exception_of(plan: Plan, *, owner_id: int, number: int) -> ListedException | None:
    return ListedException.objects.filter(plan=plan, owner_id=owner_id, id=number).first()


def has_exception(plan: Plan, *, number: int) -> bool:
    return ListedException.objects.filter(plan=plan, id=number).exists()


def earlier_sign_offs(plan: Plan, *, owner_id: int) -> list[SignOff]:
    """What the provider accepted before the books were made anew, the latest first; the last few."""
    found = SignOff.objects.filter(
        provider_list__plan=plan,
        provider_list__owner_id=owner_id,
        provider_list__superseded_at__isnull=False,
    ).select_related("provider_list")
    return list(found.order_by("-id")[:MOST_EARLIER])


MOST_EARLIER: Final = 25


def wrong_assignments(plan: Plan, *, owner_id: int, code: str) -> int:
    """How many answers that concern a provider were set by hand and are not carried out yet, as far as they may be seen."""
    found: int = sql.value(_WRONG, {"plan": plan.pk, "owner": owner_id, "code": code})
    return found


def settled_since(plan: Plan) -> list[Run]:
    """The runs that gave items to other owners after the books were last closed, the first first: no list has that yet."""
    done = Run.objects.filter(plan=plan, state=RunState.DONE)
    books = done.filter(step=Step.RECONCILE).order_by("-finished_at", "-id").first()
    if books is None:
        return []
    later = Q(finished_at__gt=books.finished_at) | Q(finished_at=books.finished_at, id__gt=books.pk)
    found = done.filter(later, step=Step.SETTLE).exclude(result__settled={})
    return list(found.order_by("finished_at", "id"))


def is_late(found: ListedException, *, today: date) -> bool:
    return found.closed_at is None and found.due_on < today


def signed_off_at(plan: Plan) -> datetime | None:
    """When the last provider accepted its list; None while one has not."""
    approval = plan.approvals.filter(gate="sign-off").first()
    return approval.recorded_at if approval else None
