"""The Jinja environment of every page; what it offers is listed in `environment`."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Never

from django.conf import settings
from django.http import QueryDict
from django.urls import get_urlconf, reverse
from django.utils import formats, timezone, translation
from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Undefined,
)

from throughcare.govuk.compiled import CompiledTemplates
from throughcare.govuk.drawn import drawn
from throughcare.govuk.forms import field_params, form_errors


class Missing(Undefined):
    """A misspelt name or attribute is a fault; only a key that a dictionary lacks counts as empty.

    The GOV.UK components take dictionaries in which almost every key may be left out, and ask
    whether there is a `caller`; the name `undefined` is how they say that there is nothing, and the
    banner of a notification asks for names that it sets for successes alone.
    """

    ASKED_FOR = frozenset({"caller", "undefined", "successBanner", "typeClass"})

    def _must_be_known(self) -> None:
        is_left_out = isinstance(self._undefined_obj, Mapping)
        if not (is_left_out or self._undefined_name in self.ASKED_FOR):
            self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        self._must_be_known()
        return False

    def __str__(self) -> str:
        self._must_be_known()
        return ""

    def __iter__(self) -> Iterator[Never]:
        self._must_be_known()
        return iter(())


def environment(**options: Any) -> Environment:  # Any: Jinja's own options
    """Make the environment; Django calls it with the options of the setting `TEMPLATES`."""
    rooms = options.pop("loader")
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    made = Environment(  # noqa: S701  Django's own options switch escaping on
        **options
        | {
            "loader": ChoiceLoader([rooms, components]),
            "bytecode_cache": CompiledTemplates.in_directory(Path(settings.COMPILED_TEMPLATES)),
            "undefined": Missing,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        }
    )
    # The extension adds this method when it is loaded, which no type can say.
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "asset": asset,
        "day_before": day_before,
        "drawn": drawn,
        "field_params": field_params,
        "form_errors": form_errors,
        "language": language,
        "url": url,
        "with_query": with_query,
    }
    made.filters |= {
        "day": day,
        "day_in_words": day_in_words,
        "moment": moment,
        "number": number,
        "short_day": short_day,
        "time_of_day": time_of_day,
    }
    made.filters["when"] = when
    return made


def url(name: str, **parts: Any) -> str:  # Any: whatever the route's converters take
    return _address(get_urlconf() or settings.ROOT_URLCONF, name, tuple(sorted(parts.items())))


@lru_cache(maxsize=4096)
def _address(patterns: str, name: str, parts: tuple[tuple[str, Any], ...]) -> str:
    """To find an address takes a tenth of a millisecond, and a page has dozens."""
    return reverse(name, patterns, kwargs=dict(parts))


def language() -> str:
    return (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]


class FrontEndMissing(Exception):  # noqa: N818  says what is the matter
    """The front end has not been built."""


def asset(name: str) -> str:
    """The address of a built file, which may be cached for ever."""
    return f"{settings.STATIC_URL}{_current_build(Path(settings.STATIC_ROOT))}/{name}"


@cache
def _current_build(directory: Path) -> str:
    try:
        return str(json.loads((directory / "current.json").read_text())["version"])
    except FileNotFoundError as missing:
        raise FrontEndMissing("Build the front end first: npm run build") from missing


def with_query(query: QueryDict, **changes: object) -> str:
    """The query with some of its parameters replaced, or left out where the new value is None.

    >>> with_query(QueryDict("tier=A&page=3"), page=None, sort="name")
    '?tier=A&sort=name'
    """
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


def day(value: date | None) -> str:
    """A day in words, or nothing.

    >>> day(date(2014, 6, 1))
    '1 June 2014'
    >>> from datetime import UTC
    >>> day(datetime(2014, 5, 31, 23, tzinfo=UTC))
    '1 June 2014'
    """
    return f"{_civil(value).day} {_civil(value):%B %Y}" if value else ""


def day_in_words(value: datetime) -> str:
    """The civil day of a moment in the language of the page, for pages that are not in English alone.

    >>> from datetime import UTC
    >>> with translation.override("cy"):
    ...     day_in_words(datetime(2014, 5, 31, 23, tzinfo=UTC))
    '1 Mehefin 2014'
    """
    return str(formats.date_format(timezone.localtime(value), "j F Y"))


def day_before(value: date) -> date:
    """The day before another.

    >>> day_before(date(2014, 6, 1))
    datetime.date(2014, 5, 31)
    """
    return value - timedelta(days=1)


def short_day(value: date | None) -> str:
    """A day for narrow columns.

    >>> short_day(date(2014, 6, 1))
    '1 Jun 2014'
    >>> from datetime import UTC
    >>> short_day(datetime(2014, 5, 31, 23, tzinfo=UTC))
    '1 Jun 2014'
    """
    return f"{_civil(value).day} {_civil(value):%b %Y}" if value else ""


def _civil(value: date) -> date:
    """A day as it is; of a moment, the moment by the clock on the wall."""
    return timezone.localtime(value) if isinstance(value, datetime) else value


def moment(value: datetime | None) -> str:
    """A moment as the clock on the wall has it, or nothing: `1 June 2014, 9:05am`.

    Midnight says which end of the day it is: `midnight at the start of 1 June 2014`.
    """
    if value is None:
        return ""
    local = timezone.localtime(value)
    if (local.hour, local.minute) == (0, 0):
        return f"midnight at the start of {day(local)}"
    return f"{day(local)}, {time_of_day(value)}"


def time_of_day(value: datetime) -> str:
    """The time by the clock on the wall, for where the day is said already: `12:00am`."""
    local = timezone.localtime(value)
    hour = local.hour % 12 or 12
    return f"{hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004


def when(value: date) -> str:
    """A day or a moment, whichever it is."""
    return moment(value) if isinstance(value, datetime) else day(value)


def number(value: float | None) -> str:
    """A number with its thousands parted.

    >>> number(240000)
    '240,000'
    """
    return "" if value is None else f"{value:,}"
