"""What officers answer in a report on a recall."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.http import Http404

from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import EnforcementKind
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.models import Enforcement, RecallAnswer
from throughcare.probation.queries import processes, recalls
from throughcare.probation.recall_policy import Question, policy

WRITTEN_AT = ("considered", "consulted", "to-recall", "not-to-recall")
"""The steps at which the report is written; what is countersigned stays as it was."""
LONGEST_WORDS = 10_000


@transaction.atomic
def answer_recall(
    *,
    account_id: int,
    crn: str,
    reference: str,
    question: str,
    options: Collection[str],
    words: str,
    now: datetime,
) -> None:
    """Answer one question of the report, in the place of what was answered before.

    Raises:
        Http404: the case has no such recall, or the report no such question.
        PermissionDenied: the account may not write to the case.
        Refused: the report is complete, nothing is said, or the list has no such line; carries every reason.
    """
    found = Enforcement.objects.filter(
        reference=reference, case__person__crn=crn, kind=EnforcementKind.RECALL
    ).first()
    asked = policy().question(question)
    if found is None or asked is None:
        raise Http404
    case = hold_case(found.case_id)
    found.refresh_from_db()
    said = words.strip()
    reasons = _reasons_against(asked, found, options=options, words=said, now=now)
    if processes.step_of(found.pk) not in WRITTEN_AT:
        reasons.append(Reason("is-complete", "The report is complete: have it sent back first."))
    if reasons:
        raise Refused(reasons)
    RecallAnswer.objects.filter(enforcement=found, question=question).delete()
    rows = [*dict.fromkeys(options), *([""] if said else [])]
    RecallAnswer.objects.bulk_create(
        RecallAnswer(
            enforcement=found,
            case=case,
            question=question,
            option=option,
            words="" if option else said,
            author_id=account_id,
            recorded_at=now,
        )
        for option in rows
    )
    write_trail(
        case,
        account_id=account_id,
        action="recall.answered",
        now=now,
        altered=found,
        reference=reference,
        question=question,
    )


def _reasons_against(
    question: Question,
    found: Enforcement,
    *,
    options: Collection[str],
    words: str,
    now: datetime,
) -> list[Reason]:
    reasons = []
    report = recalls.recall_report(found, at=now)
    known = {code for code, _ in recalls.recall_choices(question, kind=report.type)}
    if not options and not words:
        reasons.append(Reason("says-nothing", "Enter an answer."))
    if not set(options) <= known or (len(options) > 1 and question.kind != "some"):
        reasons.append(Reason("no-such-option", "Select an answer from the list."))
    if words and question.kind in {"one", "yes-no"}:
        reasons.append(Reason("no-words", "Select an answer from the list."))
    if len(words) > LONGEST_WORDS:
        reasons.append(Reason("too-long", "The answer must be 10,000 characters or fewer."))
    return reasons
