"""What allocation declares: a decision that plans may call, the tiers of cases, and the work of posts."""

from throughcare.allocation.decisions import NPS_OR_CRC, in_force
from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    Decides,
    Disclosed,
    InFlight,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Quoted,
    Shared,
    declare,
)

declare(
    Decides(name=NPS_OR_CRC, in_force=lambda on: in_force(NPS_OR_CRC, on=on)),
    Inherited(
        table="allocation.Tier",
        through="case",
        personal=("level", "protect_points", "change_points", "inputs"),
    ),
    Inherited(
        table="allocation.WorkingHours",
        through="post",
        personal=("hours",),
        plain=("starts_on",),
    ),
    Inherited(
        table="allocation.Reduction",
        through="post",
        personal=("hours", "reason"),
        plain=("number", "starts_on", "ends_on"),
    ),
    Inherited(
        table="allocation.WorkloadOfDay",
        through="post",
        personal=("capacity",),
        plain=("day", "cases", "points", "available"),
    ),
    Inherited(
        table="allocation.CaseDecision",
        through="case",
        personal=(
            "decided_for",
            "deciding_rule",
            "says",
            "also",
            "unknown",
            "inputs",
            "area",
            "gap_reason",
        ),
        plain=("number", "decision", "version", "due_on", "gaps", "gaps_mended_by"),
    ),
    Inherited(
        table="allocation.PublicInterestRequest",
        through="case",
        personal=("reason", "answer"),
        plain=("due_on",),
    ),
    Inherited(
        table="allocation.Escalation",
        through="case",
        personal=("rosh", "facts", "acted", "answer", "objection", "opinion"),
        plain=("number", "reviewed_on", "due_on", "meeting_by"),
    ),
    Inherited(
        table="allocation.PostSkill",
        through="post",
        personal=("skill",),
        plain=("starts_on", "ends_on"),
    ),
    Shared(
        table="allocation.Trial", plain=("number", "title", "decision", "version", "whens", "cases")
    ),
    # Working of the house that is replaced by the next trial: no content that a reform has to keep.
    Shared(
        table="allocation.TrialScore",
        personal=("ogrs3", "rsr", "lacking", "refused"),
        plain=("variant",),
    ),
    Shared(
        table="allocation.TrialAnswer",
        personal=(
            "decided_for",
            "deciding_rule",
            "also",
            "unknown",
            "rsr",
            "before",
            "before_rule",
        ),
    ),
    NotDisclosed(
        table="allocation.TrialScore",
        called="Scores of trials of other rules",
        because=KeptBack.WORKING,
    ),
    NotDisclosed(
        table="allocation.TrialAnswer",
        called="Trials of other rules",
        because=KeptBack.WORKING,
    ),
    Quoted(table="allocation.Trial", by=("number",)),
    PointsAt(table="allocation.CaseDecision", column="decided_by_id", to="access.Account"),
    PointsAt(table="allocation.PublicInterestRequest", column="asked_by_id", to="access.Account"),
    PointsAt(
        table="allocation.PublicInterestRequest", column="answered_by_id", to="access.Account"
    ),
    *(
        PointsAt(table="allocation.Escalation", column=f"{deed}_by_id", to="access.Account")
        for deed in ("referred", "received", "answered", "objected", "opinion")
    ),
    PointsAt(table="allocation.PostSkill", column="recorded_by_id", to="access.Account"),
    PointsAt(table="allocation.WorkingHours", column="recorded_by_id", to="access.Account"),
    PointsAt(table="allocation.Reduction", column="recorded_by_id", to="access.Account"),
    PointsAt(table="allocation.Tier", column="calculated_by_id", to="access.Account"),
)

declare(
    Disclosed(
        table="allocation.Tier",
        called="Tiers",
        columns=(
            ("framework", "By"),
            ("level", "Tier"),
            ("calculated_at", "Worked out"),
            ("superseded_at", "Until"),
        ),
        day="calculated_at",
    ),
    Disclosed(
        table="allocation.CaseDecision",
        called="Decisions on who manages you",
        columns=(
            ("decided_at", "Decided"),
            ("decided_for", "Decision"),
            ("says", "Reason"),
            ("version", "By the rules from"),
        ),
        day="decided_at",
    ),
    Disclosed(
        table="allocation.PublicInterestRequest",
        called="Requests in the public interest",
        columns=(("asked_at", "Asked"), ("reason", "Reason"), ("answer", "Answer")),
        day="asked_at",
        texts=("reason", "answer"),
    ),
    Disclosed(
        table="allocation.Escalation",
        called="Referrals because risk has risen",
        columns=(
            ("referred_at", "Referred"),
            ("rosh", "Risk of serious harm"),
            ("facts", "What showed it"),
            ("acted", "What was done"),
            ("answer", "Answer"),
            ("objection", "Why a second opinion was asked for"),
            ("opinion", "Second opinion"),
        ),
        day="referred_at",
        texts=("facts", "acted", "answer", "objection", "opinion"),
    ),
)

declare(
    NotInFlight(
        table="allocation.Reduction",
        because="In force from a day until another; it waits for nobody.",
    ),
    NotInFlight(
        table="allocation.CaseDecision",
        because="An answer that is none waits with its case, on the list of allocations that are not decided.",
    ),
    NotInFlight(
        table="allocation.PublicInterestRequest",
        because="While it waits its case is on the list of allocations that are not decided.",
    ),
    InFlight(
        table="allocation.Escalation",
        column="state",
        states=("referred", "second-opinion"),
        due="due_on",
        through="case",
    ),
)
