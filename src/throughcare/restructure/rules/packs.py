"""A sealed pack of evidence as a file: how it is written, and whether it is as it was sealed.

The file is JSON with `body` (the canonical JSON of what was sealed, as text), `digest` (SHA-256 of the body, UTF-8), `signature`
(Ed25519, RFC 8032, over the 32 bytes of the digest) and `public_key`, the last three in hexadecimal. There is one way to write
it: whatever byte of it is altered, it is no longer the file that was written.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

VERSION: Final = 2
"""What is sealed now. Packs of version 1 name no version; they hold words of people, and no rule tests."""

_KEY: Final = re.compile(r"[0-9a-f]{64}")

# One way to write each: capitals are the same number, and another file.
_FORMS: Final = {
    "body": re.compile(r".*", re.DOTALL),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "signature": re.compile(r"[0-9a-f]{128}"),
    "public_key": _KEY,
}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What became of checking a pack: it is whole where there are no `faults`.

    `public_key` is the one that the file names, and `pack` what was sealed; both are empty where they cannot be read.
    """

    digest: str = ""
    public_key: str = ""
    pack: Mapping[str, Any]  # Any: JSON
    faults: tuple[str, ...]

    @property
    def version(self) -> int:
        found = self.pack.get("version", 1)
        return found if isinstance(found, int) else 0


def canonical(content: Mapping[str, Any]) -> str:  # Any: JSON
    """The one way to write some content as JSON: sorted keys, no spaces."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def is_signed(digest: bytes, *, signature: str, public_key: str) -> bool:
    """Whether a signature is of a digest and by a key; what is none at all is of nothing."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), digest)
    except (InvalidSignature, ValueError):
        return False
    return True


def written(*, body: str, digest: str, signature: str, public_key: str) -> bytes:
    """The file of a pack, to the byte."""
    parts = {"body": body, "digest": digest, "signature": signature, "public_key": public_key}
    return json.dumps(parts).encode()


def read_key(text: str) -> str:
    """A public key in hexadecimal, from hexadecimal or from PEM.

    Raises:
        ValueError: it is neither, or no Ed25519 key.
    """
    stripped = text.strip()
    if _KEY.fullmatch(stripped.lower()):
        return stripped.lower()
    key = load_pem_public_key(stripped.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("it is no Ed25519 key")  # noqa: TRY004  it is what the text says that is wrong
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def check(content: bytes, *, public_key: str = "") -> Checked:
    """Whether the file of a pack is as it was sealed, and signed by `public_key`; by the key that it names where that is empty.

    Whoever can write a file can sign another in its place by a key of their own: only a key that came by another way shows that.
    """
    parts = _parts(content)
    if parts is None:
        sentence = (
            "This is no pack of evidence, or it was altered so that it cannot be read as one."
        )
        return Checked(pack={}, faults=(sentence,))
    digest = hashlib.sha256(parts["body"].encode())
    faults = []
    if digest.hexdigest() != parts["digest"]:
        faults.append(
            f"What it says was altered: its digest is {digest.hexdigest()}, and {parts['digest']} was sealed."
        )
    elif not is_signed(
        digest.digest(), signature=parts["signature"], public_key=parts["public_key"]
    ):
        faults.append(
            "The signature is not of this pack by the key that it names: one of them was altered."
        )
    if written(**parts) != content:
        faults.append(
            "The file is not as it was written: something around what was sealed was altered or added."
        )
    if public_key and parts["public_key"] != public_key:
        faults.append(
            f"It was signed by the key {parts['public_key']}, and not by the one that was named, {public_key}:"
            " somebody else sealed it, or sealed it again."
        )
    pack = _pack(parts["body"])
    if pack is None:
        faults.append("What was sealed is no evidence.")
    return Checked(
        digest=parts["digest"],
        public_key=parts["public_key"],
        pack=pack or {},
        faults=tuple(faults),
    )


def _parts(content: bytes) -> dict[str, str] | None:
    """The parts of a file; None where they are not there, or are no text."""
    found = _json(content)
    if not isinstance(found, dict) or set(found) != set(_FORMS):
        return None
    if not all(_is_of_form(each, name) for name, each in found.items()):
        return None
    return {name: found[name] for name in _FORMS}


def _pack(body: str) -> Mapping[str, Any] | None:  # Any: JSON
    found = _json(body.encode())
    is_evidence = isinstance(found, dict) and isinstance(found.get("plan"), dict)
    return found if is_evidence else None


def _json(content: bytes) -> Any:  # Any: JSON
    """What some bytes say as JSON; None where they are none."""
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError):
        return None


def _is_of_form(found: object, name: str) -> bool:
    """Whether a part is text in its form. JSON may name halves of characters, which UTF-8 cannot write."""
    if not isinstance(found, str) or not _FORMS[name].fullmatch(found):
        return False
    try:
        found.encode()
    except UnicodeEncodeError:
        return False
    return True
