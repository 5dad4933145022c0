"""What the record fills into a letter: who writes to whom, and what each name in a template stands for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from throughcare.kernel.days import HERE
from throughcare.probation.models import Enforcement
from throughcare.probation.queries import processes, recalls


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """`facts` are by the name that stands in braces in a template; what is not known is left out."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    officer: str
    unit: str
    facts: dict[str, str]
    respond_by: date | None


_WHO = """
    SELECT coalesce(organisation_fact(h.owner_id, 'name', tc_now(), tc_live()), ''),
        coalesce(organisation_fact(h.holder_id, 'name', tc_now(), tc_live()), ''), coalesce(u.display_name, ''),
        concat_ws(' ', n.first, n.last), coalesce(a.lines, ''), coalesce(a.postcode, ''),
        (SELECT y.description FROM probation_sentence s JOIN probation_sentencetype y ON y.code = s.type_id
          WHERE s.case_id = c.id AND s.terminated_on IS NULL AND (s.id = %(sentence)s OR %(sentence)s IS NULL)
          ORDER BY s.number DESC LIMIT 1),
        k.starts_at, coalesce(o.description, ''), coalesce(organisation_fact(k.office_id, 'name', tc_now(), tc_live()), '')
    FROM probation_case c
    LEFT JOIN LATERAL probation_held_by(c.id, tc_now(), tc_live()) h ON true
    LEFT JOIN access_post p ON p.id = h.post_id
    LEFT JOIN access_account u ON u.id = p.account_id
    LEFT JOIN people_name n ON n.person_id = c.person_id AND n.kind = 'legal'
    LEFT JOIN people_address a ON a.person_id = c.person_id AND a.status = 'main' AND a.ends_on IS NULL
    LEFT JOIN LATERAL (
        SELECT x.starts_at, x.type_id, x.office_id FROM probation_appointment x
        WHERE x.case_id = c.id AND x.starts_at > %(at)s AND NOT x.is_cancelled AND x.outcome = ''
        ORDER BY x.starts_at LIMIT 1
    ) k ON true
    LEFT JOIN probation_contacttype o ON o.code = k.type_id
    WHERE c.id = %(case)s
"""


def letter_facts(
    case_id: int, *, about: Enforcement | None, respond_in_days: int | None, at: datetime
) -> LetterFacts:
    """What a letter about a case, or about a process of it, can say by itself; four queries at most, and those of a recall."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WHO,
            {"case": case_id, "at": at, "sentence": about.sentence_id if about else None},
        )
        row = cursor.fetchone()
    provider, unit, officer, person, lines, postcode, sentence, next_at, next_type, office = row
    today = at.astimezone(HERE).date()
    respond_by = today + timedelta(days=respond_in_days) if respond_in_days else None
    facts = {
        "officer": officer,
        "unit": unit,
        "sentence": (sentence or "").lower(),
        "next appointment": _appointment(next_at, next_type, office) if next_at else "",
        "respond by": day_in_words(respond_by) if respond_by else "",
        "failures": _failures(case_id, about),
    }
    if about is not None and about.kind == "recall":
        facts |= _of_recall(about, at=at)
    return LetterFacts(
        sender=tuple(each for each in (provider, unit) if each),
        recipient=tuple(each for each in (person, *lines.split("\n"), postcode) if each),
        officer=officer,
        unit=unit,
        facts=facts,
        respond_by=respond_by,
    )


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _appointment(at: datetime, kind: str, office: str) -> str:
    here = at.astimezone(HERE)
    place = f", at {office}" if office else ""
    return f"{kind} on {here:%A} {day_in_words(here.date())} at {here:%H:%M}{place}."


def _failures(case_id: int, about: Enforcement | None) -> str:
    """The evidence of a process, or the latest failure that the log has where none is chosen."""
    if about is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT f.at, f.type, f.outcome, f.reason, f.requirement FROM probation_failures_known(%s) f"
                " ORDER BY f.at, f.contact, f.requirement",
                [about.pk],
            )
            chosen = cursor.fetchall()
        if chosen:
            return "\n".join(_failure(*each) for each in chosen)
        since = processes.counted_since(about)
        found = processes.candidates(case_id, since=since, limit=1)
        return "\n".join(_failure(each.at, each.type, each.outcome, "", "") for each in found)
    return ""


def _failure(at: datetime, kind: str, outcome: str, reason: str, requirement: str) -> str:
    day = day_in_words(at.astimezone(HERE).date())
    said = f" {reason}." if reason else ""
    of = f" This was part of: {requirement}." if requirement else ""
    return f"{day}, {kind}: {outcome}.{said}{of}"


def _of_recall(about: Enforcement, *, at: datetime) -> dict[str, str]:
    report = recalls.recall_report(about, at=at)
    by_code = {each.question.code: each for each in report.sections}

    def said(code: str) -> str:
        section = by_code.get(code)
        return "\n".join((*section.labels, section.answer.words)).strip() if section else ""

    return {"what led": said("what-led"), "why considered": said("why-not")}
