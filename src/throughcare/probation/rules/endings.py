"""Why an order may be said to have ended."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_ALWAYS: Final = ("died", "transferred-out", "appeal", "error")
_ORDER: Final = (
    *("expired", "completed", "completed-early", "good-progress", "resentenced", "revoked"),
    *_ALWAYS,
)
_CUSTODY: Final = ("expired", "revoked", *_ALWAYS)

REASONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "": ("not-sentenced", "died", "transferred-out", "error"),
        "community": _ORDER,
        "suspended": (*_ORDER, "activated"),
        "unsupervised": ("expired", "activated", *_ALWAYS),
        "youth": _ORDER,
        "other-community": _ORDER,
        "deferred": ("expired", "resentenced", *_ALWAYS),
        "determinate": _CUSTODY,
        "extended": _CUSTODY,
        "indeterminate": ("revoked", *_ALWAYS),
        "committal": _CUSTODY,
        "other-custody": _CUSTODY,
        "not-supervised": ("expired", "revoked", *_ALWAYS),
    }
)
"""By family of sentence, and for an event without one under nothing: reasons that an officer may give. Practice, not law."""

OF_REQUIREMENTS: Final = ("completed", "expired", "revoked", "appeal", "error")
"""Why one requirement may end while its order goes on."""
