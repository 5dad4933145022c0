"""Words that are looked for within records: they may be a name, so they are kept in the session and stand in no address.

A page that shows what was found is asked for with `?words=kept`; without it, it shows all. One set of words is kept at a time,
for one place, such as the log of one case.
"""

from django.http import HttpRequest

KEPT = "kept"
LONGEST = 200


def keep_words(request: HttpRequest, *, place: str, text: str) -> bool:
    """Keep what is looked for in a place; whether there is anything."""
    said = text.strip()[:LONGEST]
    request.session["words"] = {"place": place, "text": said}
    return bool(said)


def kept_words(request: HttpRequest, *, place: str) -> str:
    """What is looked for in a place, where the address asks for what was found; else nothing."""
    if request.GET.get("words") != KEPT:
        return ""
    kept = request.session.get("words") or {}
    return str(kept["text"]) if kept.get("place") == place else ""
