"""What restructure keeps: about its own working, owned by nobody."""

from typing import Final

from throughcare.kernel.holdings import GoneOut, NotInFlight, Waiting
from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(
        table="restructure.Plan",
        personal=("text",),  # it names makers, approvers and deciders
        plain=("reference", "version", "title", "digest", "programme"),
    ),
    Shared(table="restructure.Approval", plain=("evidence",)),
    Shared(table="restructure.Run", plain=("done", "total", "doing", "result")),
    Shared(
        table="restructure.Answer",
        personal=("looked_at",),
        plain=("kind", "reference", "rule", "also", "contradicted_by"),
    ),
    Shared(
        table="restructure.Listed",
        personal=("looked_at",),
        plain=("reference", "unit", "is_published", "has_left"),
    ),
    Shared(
        table="restructure.Override",
        personal=("reason", "depends_on"),
        plain=("kind", "unit_code", "carried_from"),
    ),
    Shared(
        table="restructure.Hold",
        personal=("reason",),
        plain=("kind", "until", "carried_from", "waits"),
    ),
    Shared(table="restructure.Changed", plain=("kind",)),
    Shared(table="restructure.ConstraintsAsked", plain=("found",)),
    Shared(table="restructure.Load", plain=("kind", "before", "after", "at_most")),
    Shared(table="restructure.Book", plain=("kind", "state", "count")),
    Shared(
        table="restructure.Digest",
        plain=("kind", "records", "digest", "leaves"),
    ),
    Shared(table="restructure.Clock", plain=("kind",)),
    Shared(table="restructure.Awaited", plain=("list_name", "item")),
    Shared(
        table="restructure.Difference",
        personal=("explanation",),
        plain=("check_name", "subject", "found"),
    ),
    Shared(
        table="restructure.LapsedExplanation",
        personal=("explanation",),
        plain=("check_name", "subject", "found"),
    ),
    Shared(table="restructure.Tally", plain=("check_name", "found", "named")),
    Shared(table="restructure.Sheaf", plain=("kind", "part", "records", "digest", "leaves")),
    Shared(
        table="restructure.Evidence",
        personal=("body_with_words",),  # of packs sealed before words were left out
        plain=("body", "digest", "signature", "public_key"),
    ),
    Waiting(
        name="override",
        words="override that waits for its approval",
        relation="restructure_override",
        key="id",
        waits="t.approved_by_id is null and t.lapsed_at is null",
    ),
    # Messages are below, and know no plans.
    GoneOut(
        name="messages",
        words="messages sent outside",
        means="Letters, e-mails and text messages that were carried out of the house. What they say stays with those who read it.",
        rows="restructure_messages_gone_out",
    ),
    Shared(
        table="restructure.Statement",
        personal=("says",),
        plain=("gate", "address", "shows", "digest", "result_on"),
    ),
    Waiting(
        name="gate-statement",
        words="statement about a gate that waits for its approval",
        relation="restructure_statement",
        key="id",
        waits="t.approved_by_id is null and t.withdrawn_at is null",
    ),
    Waiting(
        name="freeze",
        words="freeze that waits for its approval",
        relation="restructure_freeze",
        key="id",
        waits="t.approved_by_id is null and t.ended_at is null and t.until > tc_now()",
    ),
    Shared(table="restructure.Acceptance", personal=("reason",), plain=("gate", "fact")),
    Shared(table="restructure.Publication", plain=("reference", "lines")),
    Shared(
        table="restructure.Measurement",
        plain=(
            *("reference", "accounts", "minutes", "requests", "failed"),
            *("percentile_ms", "cases", "code", "digest"),
        ),
    ),
    Shared(table="restructure.Freeze", personal=("reason",)),
    Shared(table="restructure.ProviderList", plain=("code", "name", "body", "digest")),
    Shared(table="restructure.SignOff"),
    Shared(table="restructure.OutsideList", plain=("body", "digest", "lines")),
    Shared(table="restructure.OutsideReference", plain=("reference", "provider")),
    Shared(
        table="restructure.OutsideDifference",
        plain=("body", "reference", "ours", "theirs", "owed_post", "due_on"),
    ),
    Shared(
        table="restructure.ListedException",
        personal=("says", "outcome_says"),
        plain=("owed_post", "due_on"),
    ),
)

# The working of a reform itself: no other moves it, and none is settled while something of it is open (`queries.going_on`).
_OF_A_REFORM: Final = "Of a reform itself, which is not settled while it is open."
declare(
    *(
        NotInFlight(table=f"restructure.{table}", because=_OF_A_REFORM)
        for table in (
            *("Answer", "Book", "Clock", "Hold", "ListedException"),
            *("OutsideDifference", "OutsideList", "Plan", "Publication"),
        )
    ),
    NotInFlight(table="restructure.Run", because="A step that a job performs; the job is listed."),
)
