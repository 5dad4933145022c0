"""The settings of check-ins: how large a video may be, how long it is kept, and what compares it with a photograph."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from throughcare.config.setting import Setting, number

SETTINGS = (
    Setting(
        name="CHECKIN_VIDEO_MB",
        meaning="The largest video of a check-in that is taken, in megabytes. A proxy in front has to let it through.",
        default="50",
        example="20",
    ),
    Setting(
        name="CHECKIN_VIDEO_DAYS",
        meaning="How many days the video of a check-in is kept after an officer reviewed it; 0 removes it the next night. One that was "
        "sent and never handed in goes when its link ends.",
        default="30",
        example="7",
    ),
    Setting(
        name="FACE_COMPARISON_URL",
        meaning="A service that is sent the photograph and the video of a check-in (`multipart/form-data`, parts `photograph` and "
        '`video`) and answers in JSON `{"result": "match"}`, `no-match` or `no-face`. By https, or http to 127.0.0.1. What it says is '
        "shown to the officer, who decides.",
        default="nothing compares: the officer does",
        example="https://faces.internal.example/comparisons",
    ),
    Setting(
        name="FACE_COMPARISON_KEY",
        meaning="What that service is told in `Authorization: Bearer`.",
        default="none",
        example="a long random text",
    ),
)


@dataclass(frozen=True, kw_only=True)
class CheckIns:
    video_bytes: int
    video_days: int
    comparison_url: str
    comparison_key: str


def read(environ: Mapping[str, str], *, faults: list[str]) -> CheckIns:
    """Read the settings of check-ins, adding a sentence to `faults` for each that is wrong."""
    url = environ.get("FACE_COMPARISON_URL", "").strip()
    if url and not _is_safe(url):
        faults.append(
            "FACE_COMPARISON_URL must look like https://faces.example/comparisons, or http to 127.0.0.1."
        )
    return CheckIns(
        video_bytes=number(environ, "CHECKIN_VIDEO_MB", default=50, limit=200, faults=faults)
        * 1024
        * 1024,
        video_days=number(
            environ, "CHECKIN_VIDEO_DAYS", default=30, limit=366, least=0, faults=faults
        ),
        comparison_url=url,
        comparison_key=environ.get("FACE_COMPARISON_KEY", "").strip(),
    )


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")
    )
