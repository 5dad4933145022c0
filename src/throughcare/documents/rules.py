"""Which bytes are taken in."""

from enum import Enum

from throughcare.kernel.refusals import Reason

LARGEST_BYTES = 20 * 1024 * 1024

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


class Refusal(Reason, Enum):
    EMPTY = "empty", "The file is empty."
    TOO_LARGE = "too-large", "The file is larger than 20 MB."
    UNKNOWN_TYPE = (
        "unknown-type",
        "Files of this type are not taken. Use PDF, PNG, JPEG, Word, Excel, OpenDocument or text.",
    )
    NOT_ITS_TYPE = "not-its-type", "The file is not of the type that it says it is."


def reasons_to_refuse(*, content: bytes, media_type: str) -> tuple[Refusal, ...]:
    """Every reason against keeping some bytes.

    >>> [reason.code for reason in reasons_to_refuse(content=b"GIF89a", media_type="image/png")]
    ['not-its-type']
    """
    reasons = reasons_to_refuse_unseen(size=len(content), media_type=media_type)
    if media_type in SIGNATURES and content and not _is_of_type(content, media_type=media_type):
        return (*reasons, Refusal.NOT_ITS_TYPE)
    return reasons


def reasons_to_refuse_unseen(*, size: int, media_type: str) -> tuple[Refusal, ...]:
    """Every reason against some bytes that is known before they are seen.

    >>> [reason.code for reason in reasons_to_refuse_unseen(size=0, media_type="text/html")]
    ['empty', 'unknown-type']
    """
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
