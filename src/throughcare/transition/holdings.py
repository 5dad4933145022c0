"""What transition keeps: about the working of a reform, owned by nobody."""

from throughcare.kernel.holdings import NotInFlight, Waiting
from throughcare.organisation.holdings import Shared, declare

_COUNTS = (
    *("cases_kept", "cases_passed", "cases_gained", "cases_waiting"),
    *("opens_before", "opens_after", "opens_lost", "opens_found"),
    *("minimum_before", "minimum_after", "tasks"),
)

declare(
    Shared(table="transition.Round", plain=("answered_by", "done", "total")),
    Shared(table="transition.Movement", plain=("cases",)),
    Shared(
        table="transition.Reach",
        plain=("key", "read_owners", "read_units", "minimum_owners", "actions"),
    ),
    # What becomes of somebody's post, work and access tells something of them.
    Shared(
        table="transition.Preview",
        personal=("standing", *_COUNTS),
        plain=("digest", "lasting_digest"),
    ),
    Shared(table="transition.Line", personal=("items",), plain=("kind",)),
    Shared(table="transition.Opening", plain=("reference", "place")),
    Shared(table="transition.Review", plain=("accounts", "digest")),
    Shared(
        table="transition.Challenge",
        personal=("grounds", "reason", "recommendation", "decision"),
        plain=("kind", "item_reference", "due_on", "unit_code"),
    ),
    Shared(table="transition.Reading", personal=("reason",), plain=("item_reference", "days")),
    Shared(table="transition.Missing", personal=("words", "answer"), plain=("item_reference",)),
    Waiting(
        name="challenge",
        words="challenge of a reform that is not decided",
        relation="transition_challenge",
        key="id",
        waits="t.state in ('open', 'recommended')",
    ),
    Waiting(
        name="transition-request",
        words="request to go on reading a case that was handed over, not answered",
        relation="transition_reading",
        key="id",
        waits="t.decided_at is null",
    ),
    Waiting(
        name="missing-record",
        words="record reported as missing, not answered",
        relation="transition_missing",
        key="id",
        waits="t.answered_at is null",
    ),
)

declare(
    NotInFlight(
        table="transition.Round",
        because="A job, which is listed; it makes previews, and ends nothing.",
    ),
    NotInFlight(
        table="transition.Preview", because="What a reform would do; it ends with the reform."
    ),
    NotInFlight(
        table="transition.Line", because="A line of a preview, with the day of what it tells of."
    ),
)
