"""A small pack of evidence, signed by any key."""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from throughcare.restructure.rules import packs


def signed(*, by: Ed25519PrivateKey, reference: str = "a-reform", version: int | None = 2) -> bytes:
    """The file of a pack; of the first version, which has no number, where `version` is None."""
    content: dict[str, object] = {
        "plan": {"reference": reference, "version": 3},
        "approvals": [{"gate": "plan", "says": "Agréé"}],
    }
    body = packs.canonical(content | ({} if version is None else {"version": version}))
    digest = hashlib.sha256(body.encode()).digest()
    return packs.written(
        body=body,
        digest=digest.hex(),
        signature=by.sign(digest).hex(),
        public_key=by.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex(),
    )
