"""The evidence pack: what was there before, what is there after, and that they agree; sealed by a signature.

Readable without the system: canonical JSON (sorted keys, no spaces, UTF-8), its SHA-256, and an Ed25519 signature
(RFC 8032) over that digest. Free of personal data except identifiers.
"""

import hashlib
import hmac
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Evidence, Plan
from throughcare.restructure.queries import evidence, signing_off
from throughcare.restructure.rules.packs import canonical

SEALED_IN = (Phase.RECONCILED, Phase.SIGNED_OFF, Phase.SETTLED, Phase.REVERSED)


@transaction.atomic
def seal_evidence(*, account_id: int, plan_id: int, now: datetime) -> Evidence:
    """Gather and seal the evidence of a plan. The same evidence again is the same pack.

    Raises:
        Refused: the plan is not reconciled, or was and something was settled since, which the books do not have.
    """
    plan = Plan.objects.select_related("change").get(id=plan_id)
    if plan.phase not in SEALED_IN:
        raise Refused.because(
            "not-reconciled", f"{plan.title} is not reconciled. Reconcile it first."
        )
    if plan.phase == Phase.RECONCILED and signing_off.settled_since(plan):
        raise Refused.because(
            "settled-since",
            f"Items of {plan.title} were given to another body since its books were closed. Reconcile it again first:"
            " the evidence would have answers that its books do not have.",
        )
    body = canonical(evidence.gather(plan))
    digest = hashlib.sha256(body.encode()).digest()
    sealed = Evidence.objects.filter(plan=plan, digest=digest.hex()).first()
    if sealed is not None:
        return sealed
    signature, public_key = sign(digest)
    sealed = Evidence.objects.create(
        plan=plan,
        body=body,
        digest=digest.hex(),
        signature=signature,
        public_key=public_key,
        recorded_at=now,
    )
    audit.record(
        account_id=account_id,
        action="restructure.seal",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"digest": digest.hex()},
    )
    return sealed


def sign(digest: bytes) -> tuple[str, str]:
    """A signature of this installation over a digest, and the public key that it is checked by, both in hexadecimal."""
    key = _key()
    public_key = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return key.sign(digest).hex(), public_key.hex()


def _key() -> Ed25519PrivateKey:
    seed = hmac.digest(settings.SECRET_KEY.encode(), b"throughcare evidence", "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)
