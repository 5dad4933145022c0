"""Hold what is kept of cases against the rules, and name what is not as they have it.

`probation verify` counts over the whole database what the pages count as they write: whether contacts are of their own cases,
what came of the future, failures and days of activity, what the invariants of the domain rules say of sentences, custody, flags,
dates and merged records, and what every room above promises of its own tables: services and programmes, unpaid work, housing,
check-ins. It changes nothing, and fails where anything differs.
"""

import argparse
import json

from throughcare.probation import queries as probation


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="hold the records of cases against the rules")
    verify.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    findings = []
    for finding in probation.verify():
        findings.append(finding)
        if not options.json:
            _tell(finding)
    if options.json:
        print(json.dumps([_told(finding) for finding in findings]))
    return 1 if any(finding.failed for finding in findings) else 0


def _tell(finding: probation.Finding) -> None:
    stands = "holds" if not finding.failed else f"FAILS for {finding.failed:,}"
    check = finding.check
    number = "" if check.invariant is None else f"{check.invariant}. "
    print(f"{number}{check.words}: {stands}, {finding.looked_at:,} looked at.")
    for reference in finding.named:
        print(f"     {reference}")
    if finding.failed > len(finding.named):
        print(f"     and {finding.failed - len(finding.named):,} more")


def _told(finding: probation.Finding) -> dict[str, object]:
    return {
        "check": finding.check.name,
        "invariant": finding.check.invariant,
        "looked_at": finding.looked_at,
        "failed": finding.failed,
        "named": finding.named,
    }
