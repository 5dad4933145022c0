"""The two faces that are compared."""

from dataclasses import dataclass

from throughcare.checkins.choices import Comparison
from throughcare.checkins.models import CheckIn
from throughcare.documents import queries as documents
from throughcare.people import queries as people


@dataclass(frozen=True, kw_only=True)
class Faces:
    """The bytes of a photograph and a video; None where they are not kept here."""

    photograph: bytes | None
    video: bytes | None
    media_type: str


def faces_of(checkin_id: int) -> Faces | None:
    """What is compared for a check-in that waits for it, for the engine; None where it does not."""
    found = (
        CheckIn.objects.filter(id=checkin_id, comparison=Comparison.WAITING)
        .select_related("registration", "case")
        .first()
    )
    if found is None:
        return None
    video = found.videos.order_by("-number").first()
    if video is None:
        return None
    paper = people.paper(found.case.person_id, key=found.registration.photograph)
    return Faces(
        photograph=None if paper is None else _bytes_of(paper.digest),
        video=None if video.gone_at else _bytes_of(video.digest),
        media_type=video.media_type,
    )


def _bytes_of(digest: str) -> bytes | None:
    if digest not in documents.kept([digest]):
        return None
    return documents.content(digest).content
