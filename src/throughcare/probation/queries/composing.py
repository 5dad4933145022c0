"""A document put together: its parts from a template and the record, and the data that its bytes are made of."""

from datetime import datetime
from typing import Any

from throughcare.documents import queries as documents
from throughcare.kernel.days import HERE
from throughcare.probation.models import DocumentOrigin, DocumentTemplate, Enforcement
from throughcare.probation.queries import letters, recalls
from throughcare.probation.queries.papers import Written
from throughcare.probation.rules.papers import Text, filled, paragraphs

EXPANDED = "{recall report}"
"""In the place of this part stand all parts of the report on the recall."""


def drafted_texts(
    template: DocumentTemplate,
    known: letters.LetterFacts,
    *,
    about: Enforcement | None,
    at: datetime,
) -> list[Text]:
    """The parts of a document as they are drafted; two queries, and those of a recall."""
    drafted: list[Text] = []
    for section in template.sections.order_by("position"):
        if section.words == EXPANDED and about is not None:
            drafted += _of_report(about, at=at)
        else:
            drafted.append(
                Text(
                    heading=section.heading,
                    words=filled(section.words, known.facts),
                    is_needed=section.is_needed,
                )
            )
    return drafted


def template_key(origin: DocumentOrigin) -> str:
    """Which template of `documents` its bytes are made from."""
    return (
        documents.REPORT
        if origin.template is not None and origin.template.is_report
        else documents.LETTER
    )


def letter_data(found: Written, *, at: datetime) -> dict[str, Any]:  # Any: JSON
    """What the bytes of a document are made of: its text, and who writes to whom at a moment."""
    paper, origin = found.document, found.origin
    known = letters.letter_facts(
        paper.case_id, about=origin.enforcement, respond_in_days=None, at=at
    )
    reference = f"{paper.case.person.crn} / {paper.number}"
    if template_key(origin) == documents.REPORT:
        return {
            "title": paper.title,
            "subtitle": ", ".join((*known.recipient[:1], paper.case.person.crn)),
            "reference": reference,
            "sections": [
                {"heading": each.heading, "paragraphs": paragraphs(each.words)}
                for each in found.texts
                if each.words.strip()
            ],
        }
    return {
        "sender": list(known.sender),
        "recipient": list(known.recipient),
        "on": letters.day_in_words(at.astimezone(HERE).date()),
        "subject": paper.title,
        "reference": reference,
        "paragraphs": [line for each in found.texts for line in paragraphs(each.words)],
        "closing": ["Yours sincerely", *(each for each in (known.officer, known.unit) if each)],
    }


def _of_report(about: Enforcement, *, at: datetime) -> list[Text]:
    report = recalls.recall_report(about, at=at)
    decided = report.decided_label or "Not decided"
    length = f", {report.days} days from the return to custody" if report.days else ""
    return [
        Text(heading="Type of recall", words=f"{decided}{length}.", is_needed=True),
        *(
            Text(
                heading=section.question.words,
                words="\n".join((*section.labels, section.answer.words)).strip(),
                is_needed=section.question.needed != "never",
            )
            for section in report.sections
            if section.question.code not in {"type", "why-not"}
        ),
    ]
