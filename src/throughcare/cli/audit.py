"""Prove that the trail of reads and writes is whole, or name the entry that is not.

`audit verify` recomputes every digest of every chain, and checks the seals. `audit seal` links
the heads of all chains into one digest: keep it outside this system, and nothing up to it can be
rewritten unseen.
"""

import argparse
import json
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from throughcare.audit import commands as change_audit
from throughcare.audit import queries as audit
from throughcare.clock import queries as clock


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="prove the trail whole, or name what is not")
    verify.add_argument("--json", action="store_true", help="print the finding as JSON")
    seal = acts.add_parser("seal", help="link all chains into the next seal and print its digest")
    seal.add_argument("--json", action="store_true", help="print the seal as JSON")


def run(options: argparse.Namespace) -> int:
    return _seal(options) if options.act == "seal" else _verify(options)


def _verify(options: argparse.Namespace) -> int:
    proofs = _proofs()
    entries = sum(proof.entries for proof in proofs if proof.chain is not None)
    seals = sum(proof.entries for proof in proofs if proof.chain is None)
    faults = [fault for proof in proofs for fault in proof.faults]
    if options.json:
        print(
            json.dumps(
                {
                    "is_whole": not faults,
                    "entries": entries,
                    "seals": seals,
                    "faults": [
                        {"chain": fault.chain, "number": fault.number, "what": fault.what}
                        for fault in faults
                    ],
                }
            )
        )
    elif faults:
        print("The trail is not whole.")
        print("\n".join(f"  {fault}" for fault in faults))
    else:
        print(f"The trail is whole: {entries:,} entries in {audit.CHAINS} chains, {seals:,} seals.")
    return 1 if faults else 0


def _proofs() -> list[audit.Proof]:
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
    with bar:
        return list(bar.track(audit.verify(), total=audit.CHAINS + 1, description="Proving chains"))


def _seal(options: argparse.Namespace) -> int:
    change_audit.seal(now=clock.now())
    sealed = audit.last_seal()
    if sealed is None:  # the seal of the line before is there
        raise LookupError
    number, digest = sealed
    print(json.dumps({"seal": number, "digest": digest}) if options.json else f"{number} {digest}")
    return 0
