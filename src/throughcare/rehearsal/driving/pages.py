"""A page as somebody reads it: heading, words, facts, links and forms, taken from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

SILENT = {"script", "style", "template"}
Attributes = list[tuple[str, str | None]]


@dataclass(kw_only=True)
class Field:
    """A field of a form. `choices` are value and label; `value` is what is sent if nobody changes it, None for nothing."""

    name: str
    value: str | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(kw_only=True)
class Form:
    action: str
    is_post: bool
    fields: dict[str, Field] = field(default_factory=dict)

    def filled(self, values: dict[str, str]) -> dict[str, str]:
        """What is sent: what stands there, and `values`.

        Of a choice by its label; by `*2`, the second that is something; or by `not:Smith`, the first that begins otherwise.
        """
        sent = {name: each.value for name, each in self.fields.items() if each.value is not None}
        return sent | {name: self._chosen(name, wanted) for name, wanted in values.items()}

    def _chosen(self, name: str, wanted: str) -> str:
        choices = [choice for choice in self.fields[name].choices if choice[0]]
        if not choices:
            return wanted
        if wanted.startswith("not:"):
            others = [value for value, label in choices if not label.startswith(wanted[4:] or "\0")]
            return next(iter(others), choices[0][0])
        if wanted.startswith("*"):
            return choices[(int(wanted[1:] or 1) - 1) % len(choices)][0]
        return next((value for value, label in choices if label == wanted), choices[0][0])


@dataclass(kw_only=True)
class Page:
    """What a server answered. `links` are paths with their words, `facts` the summary lists by label."""

    status: int = 200
    path: str = ""
    seconds: float = 0
    heading: str = ""
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


def read(html: str) -> Page:
    """Read a page.

    >>> read('<h1>Home</h1><p><a href="/people?page=2">Find  a person</a></p>').links
    [('/people?page=2', 'Find a person')]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.text = _plain(reader.words)
    return reader.page


def path_of(link: str) -> str:
    return urlsplit(link).path


def _plain(words: list[str]) -> str:
    return " ".join("".join(words).split())


class _Reader(HTMLParser):
    """Collects words under whatever stands open; tags that are never closed do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.words: list[str] = []
        self._silent = 0
        self._marks: dict[str, int] = {}
        self._href = ""
        self._term = ""
        self._form: Form | None = None
        self._choice: tuple[Field, str] | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        elif tag in {"a", "h1", "dt", "dd", "option", "textarea", "label"}:
            self._open(tag, values)
        elif tag == "form":
            self._form = Form(
                action=values.get("action", ""), is_post=values.get("method", "").lower() == "post"
            )
            self.page.forms.append(self._form)
        elif tag == "select" and self._form is not None:
            self._select = self._field(values.get("name", ""))
        elif tag == "input" and self._form is not None:
            self._input(values)
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag in self._marks:
            self._close(tag, _plain(self.words[self._marks.pop(tag) :]))
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    def _open(self, tag: str, values: dict[str, str]) -> None:
        self._marks[tag] = len(self.words)
        if tag == "a":
            self._href = values.get("href", "")
        elif tag == "option" and self._select is not None:
            value = values.get("value", "")
            self._choice = (self._select, value)
            if "selected" in values or self._select.value is None:
                self._select.value = value
        elif tag == "textarea" and self._form is not None:
            self._area = self._field(values.get("name", ""))

    def _close(self, tag: str, words: str) -> None:
        if tag == "a" and self._href.startswith("/"):
            self.page.links.append((self._href, words))
        elif tag == "h1" and not self.page.heading:
            self.page.heading = words
        elif tag == "dt":
            self._term = words
        elif tag == "dd" and self._term:
            self.page.facts.setdefault(self._term, words)
        elif tag == "option" and self._choice is not None:
            self._choice[0].choices.append((self._choice[1], words))
            self._choice = None
        elif tag == "textarea" and self._area is not None:
            self._area.value, self._area = words, None

    def _input(self, values: dict[str, str]) -> None:
        kind, name = values.get("type", "text").lower(), values.get("name", "")
        if not name or kind in {"submit", "button", "file"}:
            return
        found = self._field(name)
        if kind in {"radio", "checkbox"}:
            found.choices.append((values.get("value", "on"), values.get("value", "on")))
            if "checked" in values:
                found.value = values.get("value", "on")
        else:
            found.value = values.get("value", "")

    def _field(self, name: str) -> Field:
        if self._form is None:
            return Field(name=name)
        return self._form.fields.setdefault(name, Field(name=name))
