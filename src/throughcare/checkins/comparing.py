"""The port by which a photograph is compared with a video. Nothing stands behind it unless a setting names a service: a person compares."""

from http import HTTPStatus
from typing import Final, Protocol

import requests
from django.conf import settings

from throughcare.checkins.choices import Comparison

SECONDS: Final = 60
"""How long a service may take to answer."""
ANSWERS: Final = {each.value: each for each in Comparison if each != Comparison.WAITING}


class Comparer(Protocol):
    """Says whether the face in a video is that of a photograph. It may be asked twice about the same."""

    def __call__(self, *, photograph: bytes, video: bytes, media_type: str) -> Comparison: ...


class CannotCompareNow(Exception):  # noqa: N818  an answer of comparers, worded for operations
    """Trying again later may help; the text says what failed, without personal data."""


_comparers: list[Comparer] = []


def compare_with(comparer: Comparer | None) -> None:
    """Have `comparer` asked from now on; None asks what the settings name."""
    _comparers[:] = [comparer] if comparer is not None else []


def comparer() -> Comparer | None:
    """What compares; None where a person does."""
    if _comparers:
        return _comparers[0]
    return _by_service if settings.FACE_COMPARISON_URL and not settings.REHEARSAL else None


def _by_service(*, photograph: bytes, video: bytes, media_type: str) -> Comparison:
    key = settings.FACE_COMPARISON_KEY
    try:
        answer = requests.post(
            settings.FACE_COMPARISON_URL,
            files={
                "photograph": ("photograph", photograph, "application/octet-stream"),
                "video": ("video", video, media_type),
            },
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=SECONDS,
            allow_redirects=False,
        )
    except requests.RequestException as lost:
        raise CannotCompareNow(type(lost).__name__) from lost
    if answer.status_code != HTTPStatus.OK:
        raise CannotCompareNow(f"answered {answer.status_code}")
    try:
        said = answer.json()
    except requests.JSONDecodeError as unreadable:
        raise CannotCompareNow("answered no JSON") from unreadable
    result = said.get("result") if isinstance(said, dict) else None
    if not isinstance(result, str) or result not in ANSWERS:
        raise CannotCompareNow("answered no result that is known")
    return ANSWERS[result]
