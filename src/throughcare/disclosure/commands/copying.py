"""Preparing a copy, step by step as the engine: a PDF to read, the same as JSON and CSV, and a list of what is not in it."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from throughcare.access import commands as change_access
from throughcare.audit import commands as audit
from throughcare.disclosure import queries
from throughcare.disclosure.choices import KEPT_BACK, Regime, RequestState
from throughcare.disclosure.models import LeftOut, Request, Withheld
from throughcare.documents import commands as change_documents
from throughcare.documents import queries as documents
from throughcare.kernel.days import HERE
from throughcare.organisation.holdings import KeptBack

QUEUE: Final = "disclosure"
PREPARE: Final = "disclosure.prepare"
ZIP: Final = "application/zip"
ABOUT: Final = (
    "This is a copy of what the probation service keeps about you. It was made from the record on the day above.",
    "The same is in the file record.json, and table by table in the folder csv.",
    "You may ask for what is wrong to be corrected. You may complain to the Information Commissioner (ico.org.uk).",
)
ALWAYS: Final = "No copy has any of these kinds of record: {}. That they are named here does not mean that there are any about you."


def prepare(*, reference: str, now: datetime) -> None:
    """Collect what may go out of each table, and keep it for approval. Nothing happens to a request that does not wait for it.

    Each step is committed by itself, so that pages show how far it is.
    """
    with change_access.as_engine(now=now):
        request = (
            Request.objects.filter(reference=reference, state=RequestState.PREPARING)
            .select_related("person")
            .first()
        )
        if request is None:
            return
        person_ids = queries.everybody_in(request.person_id)
        left_out = {
            each.contact_id: KeptBack(each.because)
            for each in LeftOut.objects.filter(request=request)
        }
    days = queries.Days(from_on=request.from_on, to_on=request.to_on)
    parts = []
    for step, declared in enumerate(queries.disclosed(), start=1):
        with change_access.as_engine(now=now):
            parts.append(
                queries.part_of(declared, person_ids=person_ids, days=days, left_out=left_out)
            )
            goes_on = _of(request).update(steps_done=step)
        if not goes_on:
            return
    content = _zip(request, parts, now=now)
    with change_access.as_engine(now=now):
        _keep(request, parts, content=content, now=now)


def _of(request: Request) -> Any:  # Any: rows of requests
    return Request.objects.filter(
        pk=request.pk, state=RequestState.PREPARING, begun_at=request.begun_at
    )


def _keep(
    request: Request, parts: Sequence[queries.Part], *, content: bytes, now: datetime
) -> None:
    digest = change_documents.keep_made(content=content, media_type=ZIP, now=now)
    done = _of(request).update(
        state=RequestState.PREPARED,
        steps_done=request.steps_total,
        prepared_at=now,
        digest=digest,
        size=len(content),
    )
    if not done:
        return
    Withheld.objects.filter(request=request).delete()
    Withheld.objects.bulk_create(
        Withheld(request=request, called=called, because=why.value, entries=entries)
        for called, why, entries in _counted(parts)
    )
    audit.record(
        account_id=None,
        action="copy.prepared",
        subject_kind="person",
        subject_reference=request.person.crn,
        now=now,
        detail={
            "request": request.reference,
            "digest": digest,
            "altered": f"{Request._meta.label}/{request.pk}",
        },
    )


def _counted(parts: Sequence[queries.Part]) -> list[tuple[str, KeptBack, int]]:
    return [(part.called, why, entries) for part in parts for why, entries in part.withheld.items()]


def _zip(request: Request, parts: Sequence[queries.Part], *, now: datetime) -> bytes:
    into = io.BytesIO()
    with ZipFile(into, "w", compression=ZIP_DEFLATED) as packed:
        for name, content in _files(request, parts, now=now).items():
            entry = ZipInfo(name, date_time=now.astimezone(HERE).timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, content)
    return into.getvalue()


def _files(
    request: Request, parts: Sequence[queries.Part], *, now: datetime
) -> Mapping[str, bytes]:
    counted = [(called, KEPT_BACK[why], entries) for called, why, entries in _counted(parts)]
    never = sorted({KEPT_BACK[why] for _, why in queries.kept_back()})
    kinds = {
        why: sorted(
            {called for called, because in queries.kept_back() if KEPT_BACK[because] == why}
        )
        for why in never
    }
    told = {
        "reference": request.reference,
        "crn": request.person.crn,
        "asked_under": Regime(request.regime).label,
        "received_on": request.received_on,
        "from_on": request.from_on,
        "until_on": queries.last_day(queries.Days(from_on=request.from_on, to_on=request.to_on)),
        "made_at": now,
        "record": {
            part.called: [dict(zip(part.columns, row, strict=True)) for row in part.rows]
            for part in parts
        },
        "withheld": [
            {"what": called, "why": why, "entries": entries} for called, why, entries in counted
        ],
        "in_no_copy": kinds,
    }
    files = {
        "record.pdf": _pdf(request, parts, counted=counted, kinds=kinds, now=now),
        "record.json": json.dumps(told, default=_plain, ensure_ascii=False, indent=1).encode(),
        "withheld.csv": _csv(("What", "Why", "Entries"), counted),
    }
    for place, part in enumerate(parts, start=1):
        if part.rows:
            name = "-".join(part.called.lower().replace(",", "").split())
            files[f"csv/{place:02}-{name}.csv"] = _csv(part.columns, part.rows)
    return files


def _pdf(
    request: Request,
    parts: Sequence[queries.Part],
    *,
    counted: Sequence[tuple[str, str, int]],
    kinds: Mapping[str, Sequence[str]],
    now: datetime,
) -> bytes:
    named = sorted({called for found in kinds.values() for called in found})
    data = {
        "title": "What is kept about you",
        "subtitle": _period(request),
        "reference": f"{request.reference}, {request.person.crn}",
        "about": [f"Made on {_words(now)}.", *ABOUT],
        "parts": [
            {
                "heading": part.called,
                "rows": [
                    [
                        [label, _words(value)]
                        for label, value in zip(part.columns, row, strict=True)
                        if value not in (None, "")
                    ]
                    for row in part.rows
                ],
            }
            for part in parts
            if part.rows
        ],
        "withheld": {
            "heading": "What is not in this copy",
            "paragraphs": []
            if counted
            else ["Nothing was kept back of the kinds of record that are in this copy."],
            "columns": ["What", "Why", "How many"],
            "rows": [[called, why, str(entries)] for called, why, entries in counted],
            "always": ALWAYS.format("; ".join(named)),
        },
    }
    return documents.render_pdf(template_key="disclosure.copy", data=data, now=now)


def _period(request: Request) -> str:
    last = queries.last_day(queries.Days(from_on=request.from_on, to_on=request.to_on))
    since = f"from {_words(request.from_on)}" if request.from_on else "from the beginning"
    return f"{since} until {_words(last) if last else 'now'}"


def _csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:  # Any: as columns have it
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    writer.writerow(columns)
    writer.writerows([_safe(_plain(value)) for value in row] for row in rows)
    return into.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> Any:  # Any: as columns have it
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in set("=+-@\t\r") else value


def _plain(value: Any) -> Any:  # Any: as columns have it
    """A value as programs read it: days and moments as ISO 8601 has them."""
    if isinstance(value, datetime):
        return value.astimezone(HERE).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _words(value: Any) -> str:  # Any: as columns have it
    """A value as people read it."""
    if isinstance(value, datetime):
        return f"{value.astimezone(HERE):%-d %B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
