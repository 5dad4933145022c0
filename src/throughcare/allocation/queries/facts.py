"""What tiers are made from, read for many cases at once."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from throughcare.allocation.rules.reading import Inputs


@dataclass(frozen=True, kw_only=True)
class FactsOfCase:
    case_id: int
    crn: str
    inputs: Inputs


# Somebody recalled, or out for a time, is not released.
# Numbers are given as text, which keeps them exact. Flags stand in one order, so that facts that did not change are the same.
_FACTS = """
SELECT c.id, p.crn, jsonb_strip_nulls(jsonb_build_object(
    'sex', p.sex,
    'rsr', coalesce(rsr.value, risk.rsr)::text,
    'rsr_on', coalesce(rsr.scored_on, (risk.starts_at AT TIME ZONE 'Europe/London')::date),
    'ogrs', ogrs.value::text, 'ogrs_on', ogrs.scored_on,
    'arp', CASE WHEN arp.id IS NOT NULL THEN
        jsonb_build_object('value', arp.value::text, 'static', arp.is_static, 'on', arp.scored_on) END,
    'csrp', CASE WHEN csrp.id IS NOT NULL THEN
        jsonb_build_object('value', csrp.value::text, 'static', csrp.is_static, 'on', csrp.scored_on) END,
    'dc_srp', CASE WHEN sexual.id IS NOT NULL THEN
        jsonb_build_object('value', sexual.value::text, 'band', sexual.band) END,
    'assessment_on', (assessed.signed_at AT TIME ZONE 'Europe/London')::date,
    'is_digital', assessed.is_digital,
    'answers', given.answers, 'women', given.women,
    'flags', flags.active, 'ever_registered', flags.ever,
    'sentences', sentences.ordered,
    'released_on', (SELECT max(r.released_on) FROM probation_release r
        WHERE r.case_id = c.id AND r.kind <> 'rotl' AND NOT EXISTS (SELECT FROM probation_recall b WHERE b.release_id = r.id)),
    'enforcement_on', (SELECT max(e.opened_on) FROM probation_enforcement e
        WHERE e.case_id = c.id AND e.kind IN ('breach', 'recall') AND e.state <> 'withdrawn')
))::text
FROM probation_case c
JOIN people_person p ON p.id = c.person_id
LEFT JOIN probation_riskprofile risk ON risk.case_id = c.id AND risk.superseded_at IS NULL AND risk.rsr IS NOT NULL
"""
_SCORE = """
LEFT JOIN LATERAL (
    SELECT s.id, s.value, s.scored_on, s.is_static, s.band FROM assessments_score s
    WHERE s.case_id = c.id AND s.measure = 'MEASURE' ORDER BY s.scored_on DESC, s.id DESC LIMIT 1
) NAME ON true"""
_SCORES = "".join(
    _SCORE.replace("MEASURE", measure).replace("NAME", name)
    for name, measure in (
        ("rsr", "RSR"),
        ("ogrs", "OGRS"),
        ("arp", "ARP"),
        ("csrp", "CSRP"),
        ("sexual", "DC-SRP"),
    )
)
_REST = """
LEFT JOIN LATERAL (
    SELECT a.id, a.signed_at, a.is_digital FROM assessments_assessment a JOIN assessments_tool t ON t.code = a.tool_id
    WHERE a.case_id = c.id AND a.state = 'completed' AND t.has_needs ORDER BY a.signed_at DESC, a.id DESC LIMIT 1
) assessed ON true
LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(x.section, x.answers) FILTER (WHERE x.answers IS NOT NULL) AS answers,
        jsonb_strip_nulls(jsonb_build_object(
            'parenting', max(x.parenting), 'impulsivity', max(x.impulsivity), 'temper_control', max(x.temper))) AS women
    FROM (
        SELECT q.section, jsonb_agg(w.answer ORDER BY q.place) FILTER (WHERE q.is_counted) AS answers,
            max(w.answer) FILTER (WHERE q.code = '6.9') AS parenting,
            max(w.answer) FILTER (WHERE q.code = '11.2') AS impulsivity,
            max(w.answer) FILTER (WHERE q.code = '11.4') AS temper
        FROM assessments_answer w JOIN assessments_question q ON q.code = w.question_id
        WHERE w.assessment_id = assessed.id AND q.section <> 'rosh_screening' GROUP BY q.section
    ) x
) given ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('type', f.type_id, 'level', f.level, 'category', f.category, 'on', f.starts_on)
            ORDER BY f.starts_on, f.type_id) FILTER (WHERE f.ended_on IS NULL) AS active,
        jsonb_agg(DISTINCT f.type_id) AS ever
    FROM probation_registration f WHERE f.case_id = c.id
) flags ON true
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object(
        'type', CASE WHEN y.is_custodial THEN 'SC' ELSE 'SP' END, 'terminated', s.terminated_on IS NOT NULL,
        'requirements', (
            SELECT jsonb_agg(jsonb_build_object('code', r.type_id, 'restrictive', z.is_restrictive) ORDER BY r.id)
            FROM probation_requirement r JOIN probation_requirementtype z ON z.code = r.type_id
            WHERE r.sentence_id = s.id AND r.ended_on IS NULL)
        ) ORDER BY s.number) AS ordered
    FROM probation_sentence s JOIN probation_sentencetype y ON y.code = s.type_id WHERE s.case_id = c.id
) sentences ON true
"""
_OPEN = " WHERE (c.closed_at IS NULL OR c.closed_at > %(at)s)"


def facts_of(case_ids: Collection[int], *, at: datetime) -> list[FactsOfCase]:
    """What the tiers of some open cases are made from; one query."""
    return _read(f"{_OPEN} AND c.id = ANY (%(ids)s)", {"ids": list(case_ids), "at": at})


def facts_between(first: int, last: int, *, at: datetime) -> list[FactsOfCase]:
    """What the tiers of the open cases of a range of keys are made from; one query."""
    condition = f"{_OPEN} AND c.id BETWEEN %(first)s AND %(last)s"
    return _read(condition, {"first": first, "last": last, "at": at})


def ranges(*, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of keys in which all cases are; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM probation_case")
        (last,) = cursor.fetchone()
    for first in range(1, last + 1, size):
        yield first, min(first + size - 1, last)


def _read(condition: str, values: dict[str, Any]) -> list[FactsOfCase]:  # Any: kinds differ
    with connection.cursor() as cursor:
        cursor.execute(f"{_FACTS}{_SCORES}{_REST}{condition} ORDER BY c.id", values)
        return [
            FactsOfCase(case_id=case_id, crn=crn, inputs=json.loads(inputs))
            for case_id, crn, inputs in cursor.fetchall()
        ]
