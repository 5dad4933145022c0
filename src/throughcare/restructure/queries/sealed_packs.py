"""Packs of evidence that were sealed: each as its file, as a report, and whether it is as it was sealed."""

import json
from datetime import datetime
from typing import Any, Final

from throughcare.restructure.models import Evidence, Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.rules import packs

Json = dict[str, Any]  # Any: JSON


def pack_file(sealed: Evidence) -> bytes:
    """The file of a pack, the same from every door."""
    return packs.written(
        body=sealed.sealed_text,
        digest=sealed.digest,
        signature=sealed.signature,
        public_key=sealed.public_key,
    )


def sealed_at(plan: Plan) -> datetime | None:
    """When evidence of a plan was sealed last, for everybody who sees the plan; None before. The packs are not for all of them."""
    found: datetime | None = sql.value("select restructure_sealed_at(%s)", [plan.pk])
    return found


def is_whole(sealed: Evidence) -> bool:
    """Whether a pack is as it was sealed: its digest is that of its body, and signed by its key."""
    return not packs.check(pack_file(sealed)).faults


_ABOUT_THE_SEAL = (
    "This report shows what is in the sealed pack. What was sealed has this digest; its signature (Ed25519) can be "
    "checked with the public key, without this system."
)


_SECTIONS: Final = {
    "rule_tests": ("Tests of the rules", ("number", "kind", "wanted", "found", "rule", "passes")),
    "answers": ("Answers", ("kind", "standing", "from", "to", "count")),
    "rules": ("Rules", ("kind", "rule", "standing", "count")),
    "books": ("Books", ("moment", "kind", "state", "old_owner", "new_owner", "count")),
    "settled_since": ("Settled after the books were closed", ("run", "kind", "count")),
    "digests": ("Digests of content", ("kind", "records", "root")),
    "digests_after": (
        "Digests of content after the switch",
        ("kind", "how", "altered", "missing", "records", "root"),
    ),
    "parts": ("Parts of providers", ("provider", "list", "kind", "records", "root")),
    "in_flight": ("Under way", ("name", "becomes", "by", "kept", "going_on", "ended", "gone")),
    "differences": ("Differences", ("check", "subject", "found", "explanation")),
    "approvals": ("Approvals", ("gate", "made_by", "approved_by", "evidence", "at")),
    "sign_offs": ("Sign-offs", ("provider", "list", "signed_by", "at")),
    "exceptions": (
        "Exceptions",
        ("provider", "says", "owed_by", "owed_post", "due_on", "outcome", "outcome_says"),
    ),
    "runs": ("Runs", ("step", "state", "asked_at", "seconds")),
    "switches": ("Switches", ("is_live", "at", "by")),
}


def evidence_report(sealed: Evidence) -> Json:
    """A sealed pack laid out as a report: title, and sections of paragraphs and tables.

    Packs of the first version have no software, rule tests and providers, and have the words of people as they were written;
    those sealed before lists of work or of providers were kept have none of these.
    """
    pack = json.loads(sealed.sealed_text)
    plan = pack["plan"]
    seal = [
        _ABOUT_THE_SEAL,
        f"Signature: {sealed.signature}",
        f"Public key: {sealed.public_key}",
        f"Sealed by: {pack.get('software', 'a release that did not say which it was')}",
    ]
    lines = pack | {"digests_after": _digests_after(pack), "parts": _parts_of_providers(pack)}
    return {
        "title": f"Evidence: {sealed.plan.title}",
        "subtitle": f"{plan['reference']} version {plan['version']}, effective {plan['effective_at']}",
        "reference": f"SHA-256 {sealed.digest}",
        "sections": [
            {"heading": "Seal", "paragraphs": seal},
            {"heading": "Reconciliation", "paragraphs": [_reconciliation(pack)]},
            *(
                _section(heading, lines.get(name, []), columns)
                for name, (heading, columns) in _SECTIONS.items()
            ),
        ],
    }


def _reconciliation(pack: Json) -> str:
    """What the books rest on. Packs of earlier releases say it by having books or none."""
    found = pack.get("reconciliation")
    if found is not None:
        still = f"{found['open']:,} of what it found is open." if found["open"] else "All agrees."
        return f"Run {found['run']}, at {found['at']}. {still}"
    if pack["books"]:
        return "The books are of the last one before this was sealed."
    return NEVER_RECONCILED


NEVER_RECONCILED: Final = (
    "None: the plan was given back before it was reconciled, and has no books and no checks. "
    "That everything is where it was is for the books of its reversal to prove."
)


def _digests_after(pack: Json) -> list[Json]:
    return [{"kind": each["kind"]} | each["after"] for each in pack["digests"] if "after" in each]


def _parts_of_providers(pack: Json) -> list[Json]:
    return [
        {"provider": each["provider"], "list": each["list"]} | digest
        for each in pack.get("providers", [])
        for digest in each["digests"]
    ]


def _section(heading: str, lines: list[Json], columns: tuple[str, ...]) -> Json:
    if not lines:
        return {"heading": heading, "paragraphs": ["None."]}
    rows = [[_told(line.get(name)) for name in columns] for line in lines]
    return {
        "heading": heading,
        "table": {
            "columns": [name.replace("_", " ").capitalize() for name in columns],
            "rows": rows,
        },
    }


def _told(value: object) -> str:
    match value:
        case None:
            return ""
        case {"sha256": digest, "kept_as": name}:
            return f"kept as {name}, SHA-256 {digest}"
        case _:
            return str(value)
