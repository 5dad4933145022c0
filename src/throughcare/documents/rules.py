"""Which bytes are taken in."""

from enum import Enum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from throughcare.kernel.refusals import Reason

LARGEST_BYTES = 20 * 1024 * 1024
LARGEST_VIDEO_BYTES = 200 * 1024 * 1024
"""What a setting may at most allow (`CHECKIN_VIDEO_MB`)."""
LONGEST_MIMETYPE = 100

# What a file of each kind begins with. Text begins with anything but a zero byte.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "application/vnd.oasis.opendocument.text": (b"PK\x03\x04",),
    "text/plain": (),
}


# What tells a film from other files: what is in it after so many bytes.
VIDEO_SIGNATURES: dict[str, tuple[int, tuple[bytes, ...]]] = {
    "video/quicktime": (4, (b"ftypqt",)),
    "video/3gpp": (4, (b"ftyp3gp", b"ftyp3g2")),
    "video/mp4": (4, (b"ftyp",)),
    "video/webm": (0, (b"\x1aE\xdf\xa3",)),
}


class Refusal(Reason, Enum):
    EMPTY = "empty", "The file is empty."
    TOO_LARGE = "too-large", "The file is larger than 20 MB."
    UNKNOWN_TYPE = (
        "unknown-type",
        "Files of this type are not taken. Use PDF, PNG, JPEG, Word, Excel, OpenDocument or text.",
    )
    NOT_ITS_TYPE = "not-its-type", "The file is not of the type that it says it is."
    NO_VIDEO = "no-video", "The file is not a video of a known type: MP4, MOV, 3GP or WebM."
    VIDEO_TOO_LARGE = "video-too-large", "The video is too large."


def reasons_to_refuse(*, content: bytes, media_type: str) -> tuple[Refusal, ...]:
    """Every reason against keeping some bytes.

    >>> [reason.code for reason in reasons_to_refuse(content=b"GIF89a", media_type="image/png")]
    ['not-its-type']
    """
    reasons = _of_size_and_type(size=len(content), media_type=media_type)
    if media_type in SIGNATURES and content and not _is_of_type(content, media_type=media_type):
        return (*reasons, Refusal.NOT_ITS_TYPE)
    return reasons


def reasons_to_refuse_unseen(*, size: int, media_type: str) -> tuple[Refusal, ...]:
    """Every reason against bytes that another system kept, known before they are seen: it may have kept films of people, too.

    >>> [reason.code for reason in reasons_to_refuse_unseen(size=0, media_type="text/html")]
    ['empty', 'unknown-type']
    >>> reasons_to_refuse_unseen(size=50 * 1024 * 1024, media_type="video/mp4")
    ()
    """
    if media_type not in VIDEO_SIGNATURES:
        return _of_size_and_type(size=size, media_type=media_type)
    if not size:
        return (Refusal.EMPTY,)
    return (Refusal.VIDEO_TOO_LARGE,) if size > LARGEST_VIDEO_BYTES else ()


def _of_size_and_type(*, size: int, media_type: str) -> tuple[Refusal, ...]:
    reasons = []
    if not size:
        reasons.append(Refusal.EMPTY)
    if size > LARGEST_BYTES:
        reasons.append(Refusal.TOO_LARGE)
    if media_type not in SIGNATURES:
        reasons.append(Refusal.UNKNOWN_TYPE)
    return tuple(reasons)


def _is_of_type(content: bytes, *, media_type: str) -> bool:
    if media_type == "text/plain":
        return _is_text(content)
    return content.startswith(SIGNATURES[media_type])


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode()
    except UnicodeDecodeError:
        return False


OPEN_DOCUMENT_TEXT = "application/vnd.oasis.opendocument.text"
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What is in an archive of each kind."""


def media_type_of(content: bytes) -> str:
    """What kind of file some bytes are, by what is in them and not by what they are called; empty where it is none that is taken.

    >>> media_type_of(b"%PDF-1.7 a letter"), media_type_of(b"GIF89a" + bytes(1))
    ('application/pdf', '')
    """
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content)
    for media_type, beginnings in SIGNATURES.items():
        if beginnings and content.startswith(beginnings):
            return media_type
    return "text/plain" if content and _is_text(content) else ""


def _in_archive(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                kinds = (
                    kind for part, kind in OFFICE.items() for name in names if name.startswith(part)
                )
                return next(kinds, "")
            if "mimetype" in names and archive.getinfo("mimetype").file_size < LONGEST_MIMETYPE:
                said = archive.read("mimetype").decode("ascii", errors="replace").strip()
                return said if said == OPEN_DOCUMENT_TEXT else ""
    except BadZipFile:
        return ""
    return ""


def video_type_of(content: bytes) -> str:
    """What kind of film some bytes are, by what is in them; empty where they are none that is taken.

    >>> video_type_of(bytes(4) + b"ftypisom"), video_type_of(bytes(4) + b"ftypqt  "), video_type_of(b"%PDF-")
    ('video/mp4', 'video/quicktime', '')
    """
    for media_type, (after, beginnings) in VIDEO_SIGNATURES.items():
        if content[after : after + 8].startswith(beginnings):
            return media_type
    return ""


def reasons_to_refuse_video(*, size: int, content: bytes, most: int) -> tuple[Refusal, ...]:
    """Every reason against keeping a film; of one that is larger than `most` bytes no more than its beginning need be given.

    >>> [reason.code for reason in reasons_to_refuse_video(size=0, content=b"", most=9)]
    ['empty']
    """
    if not size:
        return (Refusal.EMPTY,)
    reasons = []
    if size > most:
        reasons.append(Refusal.VIDEO_TOO_LARGE)
    if not video_type_of(content):
        reasons.append(Refusal.NO_VIDEO)
    return tuple(reasons)
