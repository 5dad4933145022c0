"""`restructure evidence`: writing a sealed pack to a file, and checking one."""

import argparse
import json
from pathlib import Path

from throughcare.config.faults import Fault
from throughcare.restructure import queries as restructure


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--output", type=Path, metavar="FILE", help="where to write the pack; no file that is there"
    )
    what.add_argument(
        "--verify", type=Path, metavar="FILE", help="check a pack; needs no plan and no database"
    )
    parser.add_argument(
        "--key",
        default="",
        metavar="FILE",
        help="with --verify: the public key that it must be signed by, a file or the 64 digits",
    )


def require_whole(options: argparse.Namespace) -> None:
    """See that what was typed can be done, before anything is.

    Raises:
        Fault: there is no plan, the file is there already, or a key is named where nothing is checked.
    """
    if options.plan is None:
        raise Fault("Name a plan, or a pack to check: --verify FILE")
    if options.key:
        raise Fault("--key goes with --verify.")
    if options.output is not None and options.output.exists():
        raise Fault(f"{options.output} is there already. Name another file.")


def write(options: argparse.Namespace, *, plan_id: int) -> restructure.Report:
    """Write the newest pack of a plan, the same file that its page gives.

    Raises:
        Fault: it cannot be written.
    """
    sealed = restructure.sealed(restructure.by_id(plan_id))
    if sealed is None:
        raise Fault("There is no evidence of this plan that you may see.")
    try:
        with options.output.open("xb") as file:
            file.write(restructure.pack_file(sealed))
    except OSError as fault:
        raise Fault(f"{options.output} cannot be written: {fault.strerror}.") from fault
    return {"file": str(options.output), "public_key": sealed.public_key}


def verify(options: argparse.Namespace) -> int:
    """Say whether a pack is as it was sealed, and by which key; 0 if it is, 1 if not.

    Raises:
        Fault: a file cannot be read, or the key is none.
    """
    key = _key(options.key) if options.key else ""
    checked = restructure.check_pack(_content(options.verify), public_key=key)
    plan = checked.pack.get("plan", {})
    if options.json:
        told = {
            "is_whole": not checked.faults,
            "plan": plan.get("reference"),
            "plan_version": plan.get("version"),
            "pack_version": checked.version,
            "digest": checked.digest,
            "public_key": checked.public_key,
            "is_key_named": bool(key),
            "faults": checked.faults,
        }
        print(json.dumps(told))
        return 1 if checked.faults else 0
    if plan:
        print(f"evidence of {plan.get('reference')} version {plan.get('version')}")
    if checked.faults:
        print("".join(f"ALTERED  {fault}\n" for fault in checked.faults), end="")
        return 1
    print(f"whole: digest {checked.digest}")
    print(f"signed by {checked.public_key}")
    print(_KEY_NAMED if key else _KEY_OF_THE_PACK)
    return 0


_KEY_NAMED = "That is the key that was named."
_KEY_OF_THE_PACK = (
    "That key was taken from the pack itself, and whoever alters a pack can sign it by another. Compare it with the public key on"
    " the page of the evidence, or ask whoever sealed it on another way; then name it: --key FILE"
)


def _key(named: str) -> str:
    """The public key in a file, or as it was typed."""
    path = Path(named)
    try:
        return restructure.read_key(path.read_text(encoding="utf-8") if path.is_file() else named)
    except (OSError, ValueError) as fault:
        raise Fault(
            f"{named} holds no public key: 64 hexadecimal digits, or PEM of an Ed25519 key."
        ) from fault


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Fault(f"{path} cannot be read: {fault.strerror}.") from fault
