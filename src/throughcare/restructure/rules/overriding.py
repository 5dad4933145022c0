"""What an answer set by hand depends on: what the item itself is, and not what follows from others."""

from collections.abc import Mapping
from typing import Any, Final

from throughcare.restructure.rules.answers import ANSWER_TO
from throughcare.restructure.rules.catalogue import PROVIDER

POST_KIND: Final = "post_kind"

# Staff stand on one list with others, and teams and offices follow their staff: of those an override is about whose they are, and
# of a post what it is for. A place on the list, what somebody is ranked by and shares of others are not in it.
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "account": (PROVIDER.name, POST_KIND),
    "team": (PROVIDER.name,),
    "office": (PROVIDER.name,),
}


def depends_on(
    kind: str, looked_at: Mapping[str, Any], *, provider: str | None
) -> dict[str, Any]:  # Any: JSON
    """The values for which an override counts, of those that the rules looked at, with the item's provider.

    >>> depends_on("account", {"place": "Place 3 of 5", "score": 97, "post_kind": "officer"}, provider="ASP")
    {'post_kind': 'officer', 'provider': 'ASP'}
    >>> depends_on("case", {"rosh": "low", "answer_team": "C15"}, provider="ASP")
    {'rosh': 'low', 'provider': 'ASP'}
    """
    known = {**looked_at, **({PROVIDER.name: provider} if provider else {})}
    about = _ABOUT.get(kind)
    return {
        name: value
        for name, value in known.items()
        if (not name.startswith(ANSWER_TO) if about is None else name in about)
    }
