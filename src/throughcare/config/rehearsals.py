"""The settings of rehearsals: what is copied, how long each part may take, and which defects are borne."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from throughcare.config.setting import Setting
from throughcare.rehearsal.rules.parts import LIMITS, Severity

SETTINGS = (
    Setting(
        name="REHEARSAL_DATABASE_URL",
        meaning="With `DATABASE_URL`: a database of PostgreSQL 18 or later that was restored from a backup, for rehearsals "
        "alone. Its user owns it and may create databases and roles (CREATEDB, CREATEROLE). Nothing in it is changed: each "
        "rehearsal works in a database that is made from it.",
        default="rehearsals are refused beside `DATABASE_URL`; our own PostgreSQL is copied while it serves",
        example="postgresql://throughcare_owner:secret@rehearsal.internal:5432/throughcare",
    ),
    Setting(
        name="REHEARSAL_LIMITS",
        meaning="Seconds that parts of a rehearsal may take, parted by commas; those not named keep theirs. The parts: "
        + ", ".join(f"`{name}` ({seconds:g})" for name, seconds in LIMITS.items())
        + ".",
        default="the seconds in brackets",
        example="whole=7200,page=1.5",
    ),
    Setting(
        name="REHEARSAL_SEVERITY",
        meaning="The worst defect that does not stand in the way of a reform: `none`, `low` or `medium`. A high one always does.",
        default="low",
        example="none",
    ),
    Setting(
        name="THROUGHCARE_REHEARSAL",
        meaning="`yes` says that this is the copy of a rehearsal: its clock may be moved, and nothing is sent from it. Set by "
        "`restructure rehearse` for what it starts; never set it by hand.",
        default="no",
        example="yes",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Rehearsals:
    url: str
    """Empty where it is left out."""
    limits: Mapping[str, float]
    """Seconds, for every part."""
    agreed: Severity | None
    """The worst defect that is borne; None: none is."""
    is_copy: bool


def read(environ: Mapping[str, str], *, faults: list[str]) -> Rehearsals:
    """Read the settings of rehearsals, adding a sentence to `faults` for each that is wrong."""
    live, url = environ.get("DATABASE_URL", ""), environ.get("REHEARSAL_DATABASE_URL", "")
    if url and not live:
        faults.append("REHEARSAL_DATABASE_URL needs DATABASE_URL beside it.")
    if url and _place(url) == _place(live):
        faults.append("REHEARSAL_DATABASE_URL must name another database than DATABASE_URL.")
    is_copy = environ.get("THROUGHCARE_REHEARSAL", "no").lower()
    if is_copy not in {"yes", "no"}:
        faults.append("THROUGHCARE_REHEARSAL must be yes or no.")
    if is_copy == "yes" and not live:
        faults.append("THROUGHCARE_REHEARSAL is set by a rehearsal alone. Do not set it.")
    return Rehearsals(
        url=url,
        limits=_limits(environ.get("REHEARSAL_LIMITS", ""), faults=faults),
        agreed=_agreed(environ.get("REHEARSAL_SEVERITY", "low").lower(), faults=faults),
        is_copy=is_copy == "yes",
    )


def _agreed(text: str, *, faults: list[str]) -> Severity | None:
    if text == "none":
        return None
    if text in {Severity.LOW, Severity.MEDIUM}:
        return Severity(text)
    faults.append("REHEARSAL_SEVERITY must be none, low or medium.")
    return Severity.LOW


def _limits(text: str, *, faults: list[str]) -> dict[str, float]:
    limits = dict(LIMITS)
    for word in filter(None, (part.strip() for part in text.split(","))):
        name, _, seconds = word.partition("=")
        if name in limits and seconds.replace(".", "", 1).isdigit() and float(seconds) > 0:
            limits[name] = float(seconds)
        else:
            faults.append(
                f"REHEARSAL_LIMITS must look like switch=1,whole=7200; “{word}” does not, or names no part."
            )
    return limits


def _place(url: str) -> tuple[str | None, int | None, str, str]:
    try:
        parts = urlsplit(url)
        place = (parts.hostname, parts.port, parts.path, parts.query)
    except ValueError:
        return None, None, url, ""
    return place
