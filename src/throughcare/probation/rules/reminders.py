"""Whether somebody is reminded of an appointment, by what, and in which words.

Only somebody who agreed is written to: to texts by saying so, to e-mail by choosing it. The words name neither the person
nor why they are to come, since others may read the telephone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

TEXT: Final = "text"
EMAIL: Final = "email"
ENGLISH: Final = "en"
WELSH: Final = "cy"

_DAYS: Final = {
    ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    WELSH: (
        # As one says when: the d is softened.
        *("ddydd Llun", "ddydd Mawrth", "ddydd Mercher", "ddydd Iau"),
        *("ddydd Gwener", "ddydd Sadwrn", "ddydd Sul"),
    ),
}
_MONTHS: Final = {
    ENGLISH: (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    WELSH: (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf"),
        *("Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What is known of how somebody may be reached. `is_limited`: who may open the record is decided by name."""

    mobile: str
    email: str
    may_be_texted: bool
    channel: str
    """How they would rather be reached, or nothing."""
    is_limited: bool


def channel(
    consent: Consent, *, reminds_limited: bool, is_carried: Callable[[str], bool]
) -> str | None:
    """How somebody is reminded, or None where they are not.

    >>> agreed = Consent(mobile="07700900001", email="", may_be_texted=True, channel="", is_limited=False)
    >>> channel(agreed, reminds_limited=False, is_carried=lambda channel: True)
    'text'
    """
    if consent.is_limited and not reminds_limited:
        return None
    if consent.channel == EMAIL and consent.email and is_carried(EMAIL):
        return EMAIL
    if consent.may_be_texted and consent.mobile and is_carried(TEXT):
        return TEXT
    return None


def words(
    *, is_taken_back: bool, language: str, starts_at: datetime, place: str, telephone: str
) -> str:
    """What a reminder says, or that the appointment is not then after all; `starts_at` as the clocks go where it is."""
    first = _SAID[language, is_taken_back].format(
        when=when(starts_at, language=language),
        place="" if is_taken_back or not place else f", {place}",
    )
    return f"{first} {_ring(language, telephone)}"


_SAID: Final = {
    (ENGLISH, False): "You have an appointment on {when}{place}.",
    (ENGLISH, True): "Your appointment on {when} has been cancelled or changed. Do not come then.",
    (WELSH, False): "Mae gennych apwyntiad {when}{place}.",
    (
        WELSH,
        True,
    ): "Mae eich apwyntiad {when} wedi'i ganslo neu ei newid. Peidiwch â dod bryd hynny.",
}


def _ring(language: str, telephone: str) -> str:
    if language == WELSH:
        if not telephone:
            return "Os oes gennych gwestiwn, cysylltwch â'ch swyddog."
        return f"Os oes gennych gwestiwn, ffoniwch {telephone}."
    if not telephone:
        return "If you have a question, contact your officer."
    return f"If you have a question, ring {telephone}."


def when(starts_at: datetime, *, language: str) -> str:
    """The day and the time of an appointment, as people say them."""
    day = _DAYS[language][starts_at.weekday()]
    month = _MONTHS[language][starts_at.month - 1]
    if language == WELSH:
        return f"{day} {starts_at.day} {month} am {starts_at:%H:%M}"
    hour = starts_at.hour % 12 or 12
    half = "am" if starts_at.strftime("%p").lower() == "am" else "pm"
    return f"{day} {starts_at.day} {month} at {hour}:{starts_at:%M}{half}"
