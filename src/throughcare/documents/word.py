"""Letters and reports in the form of a word processor, from the data that a PDF is made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Written
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LETTER, REPORT = "documents.letter", "documents.report"


def render_docx(*, template_key: str, data: Mapping[str, Any], now: datetime) -> bytes:  # Any: JSON
    """Make a document of a word processor of the templates that do for plain letters and reports.

    Raises:
        LookupError: there is no such template.
    """
    fill = {LETTER: _letter, REPORT: _report}.get(template_key)
    if fill is None:
        raise LookupError(template_key)
    made = Document()
    _page(made, language=str(data.get("language", "en-GB")))
    made.core_properties.title = str(data.get("subject") or data.get("title"))
    made.core_properties.author = ""
    made.core_properties.created = made.core_properties.modified = now.replace(tzinfo=None)
    fill(made, data)
    if data.get("reference"):
        made.sections[0].footer.paragraphs[0].text = str(data["reference"])
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def _page(made: Written, *, language: str) -> None:
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11.5)
    marked = style.element.get_or_add_rPr()
    lang = marked.makeelement(qn("w:lang"), {qn("w:val"): language})
    marked.append(lang)
    for section in made.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = Mm(25)


def _letter(made: Written, data: Mapping[str, Any]) -> None:  # Any: JSON
    for part in ("sender", "recipient"):
        _lines(made, data[part])
    made.add_paragraph(str(data["on"]))
    made.add_heading(str(data["subject"]), level=1)
    for paragraph in data["paragraphs"]:
        made.add_paragraph(str(paragraph))
    _lines(made, data["closing"])


def _report(made: Written, data: Mapping[str, Any]) -> None:  # Any: JSON
    made.add_heading(str(data["title"]), level=1)
    if data.get("subtitle"):
        made.add_paragraph(str(data["subtitle"]))
    for section in data["sections"]:
        made.add_heading(str(section["heading"]), level=2)
        for paragraph in section.get("paragraphs", ()):
            made.add_paragraph(str(paragraph))


def _lines(made: Written, lines: Iterable[str]) -> None:
    made.add_paragraph("\n".join(str(line) for line in lines))


def words_of(content: bytes, *, media_type: str) -> str:
    """The words in some bytes, where they are text or of a word processor; none of another kind, or where they cannot be read."""
    if media_type == "text/plain":
        return content.decode()
    if media_type != DOCX:
        return ""
    try:
        read = Document(BytesIO(content))
    except (KeyError, ValueError, BadZipFile, PackageNotFoundError):
        return ""
    return "\n".join(paragraph.text for paragraph in read.paragraphs)
