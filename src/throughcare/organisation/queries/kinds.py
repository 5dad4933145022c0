"""The kinds of unit that there are."""

from dataclasses import dataclass

from throughcare.organisation.models import Kind as Row


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of unit by its code; only units of a provider's kind can answer in law for a case."""

    code: str
    name: str
    is_provider: bool


def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order in which they were made; one query."""
    rows = Row.objects.order_by("id").values_list("code", "name", "is_provider")
    return {
        code: Kind(code=code, name=name, is_provider=is_provider)
        for code, name, is_provider in rows
    }
