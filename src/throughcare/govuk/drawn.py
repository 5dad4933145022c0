"""Components of the design system, drawn once for each set of parameters: a date of three fields takes as long as a query."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils import translation
from jinja2.runtime import Macro
from jinja2.utils import LRUCache

MOST_KEPT: Final = 512
LONGEST_KEY: Final = 8_000
TYPED_INTO: Final = frozenset({"govukInput", "govukDateInput"})

_kept = LRUCache(MOST_KEPT)


def drawn(component: Macro, params: Mapping[str, Any]) -> str:  # Any: a component's parameters
    """A component as HTML. What somebody typed into one is kept nowhere."""
    if component.name in TYPED_INTO and _is_filled_in(params):
        return _html(component, params)
    key = f"{translation.get_language()} {component.name} {params!r}"
    found: str | None = _kept.get(key)
    if found is None:
        found = _html(component, params)
        if len(key) <= LONGEST_KEY:
            _kept[key] = found
    return found


def _html(component: Macro, params: Mapping[str, Any]) -> str:  # Any: as above
    html: str = component(params)  # marked as safe, as a macro's answer is
    return html


def _is_filled_in(params: Mapping[str, Any]) -> bool:  # Any: as above
    return bool(params.get("value")) or any(part.get("value") for part in params.get("items", ()))
