"""Open an account and invite somebody to sign in; say why they may or may not open a case; hold the database against the policy.

`access open` opens an account, with a post where a role and a unit are given; `access close` closes one. `access program` opens the
account of a program, which asks over the interface by a key: `access key` prints one, and `access end-key` ends it.
`access invite` prints a link with which somebody sets up how they sign in, once. `access link` names the subject of an
OpenID Connect provider that may sign in as an account from now on; `access unlink` ends that.

`access explain` works an answer out step by step, in words. `access probe` puts random questions to the database, as
each account through row-level security, and to the policy stated anew in plain Python: it names each disagreement,
and fails if there is one. What it makes up is rolled back; no plan can be switched while it runs.
"""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Role
from throughcare.clock import queries as clock
from throughcare.config.environment import current
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation

LONGEST_INVITATION_HOURS = 24 * 14


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    opened = acts.add_parser("open", help="open an account, or give one a post")
    opened.add_argument("username", metavar="USERNAME")
    opened.add_argument(
        "--name", help="what the person is called; left out for an account there is"
    )
    opened.add_argument("--role", choices=[str(role) for role in Role], help="what the post is for")
    opened.add_argument("--unit", metavar="CODE", help="the unit that the post is in")
    close = acts.add_parser("close", help="let nobody sign in as an account any more")
    close.add_argument("username", metavar="USERNAME")
    program = acts.add_parser("program", help="open the account of a program")
    program.add_argument("username", metavar="USERNAME")
    program.add_argument("--name", required=True, help="which program it is, and whose")
    key = acts.add_parser("key", help="print a key by which a program asks")
    key.add_argument("username", metavar="USERNAME")
    key.add_argument("--name", required=True, help="where the key is used")
    key.add_argument("--days", type=int, default=90, help="how long the key is good")
    key.add_argument("--json", action="store_true", help="print the key as JSON")
    end_key = acts.add_parser("end-key", help="let nobody ask by a key any more")
    end_key.add_argument("reference", metavar="REFERENCE", type=UUID)
    invite = acts.add_parser("invite", help="print a link for a first sign-in")
    invite.add_argument("username", metavar="USERNAME")
    invite.add_argument("--hours", type=_hours, default=72, help="how long the link is good")
    invite.add_argument("--json", action="store_true", help="print the link as JSON")
    link = acts.add_parser("link", help="let a provider's subject sign in as an account")
    link.add_argument("username", metavar="USERNAME")
    link.add_argument("subject", metavar="SUBJECT", help="the claim sub in the provider's tokens")
    link.add_argument("--issuer", help="instead of OIDC_ISSUER")
    unlink = acts.add_parser("unlink", help="end every link of an account, and its sessions")
    unlink.add_argument("username", metavar="USERNAME")
    explain = acts.add_parser("explain", help="why an account may or may not open a case")
    explain.add_argument("username", metavar="USERNAME")
    explain.add_argument("crn", metavar="CRN", help="the case reference number of the person")
    explain.add_argument("--json", action="store_true", help="print the steps as JSON")
    probe = acts.add_parser("probe", help="hold random answers of the database against the policy")
    probe.add_argument("--count", type=int, default=100_000, help="how many questions, at least")
    probe.add_argument("--seed", type=int, default=1, help="the same seed asks the same questions")
    probe.add_argument("--json", action="store_true", help="print the finding as JSON")


def run(options: argparse.Namespace) -> int:
    act: Callable[[argparse.Namespace], int] = ACTS[options.act]
    try:
        return act(options)
    except Refused as refused:
        raise Fault(str(refused)) from refused


@transaction.atomic
def _open(options: argparse.Namespace) -> int:
    if bool(options.role) != bool(options.unit) or not (options.name or options.role):
        raise Fault("Give --name to open an account, and --role with --unit to give it a post.")
    now = clock.now()
    if options.name:
        change_access.open_account(username=options.username, display_name=options.name, now=now)
        print(f"{options.username} is open. Next: ./throughcare access invite {options.username}")
    if options.role:
        role = Role(options.role)
        change_access.give_post(
            username=options.username, role=role, unit_code=options.unit, now=now
        )
        print(f"{options.username} has a post in {options.unit}: {role.label}.")
    return 0


def _close(options: argparse.Namespace) -> int:
    change_access.close_account(username=options.username, now=clock.now())
    print(f"{options.username} is closed.")
    return 0


def _program(options: argparse.Namespace) -> int:
    change_access.open_program(
        username=options.username, display_name=options.name, now=clock.now()
    )
    print(
        f"{options.username} is open. Next: ./throughcare access open {options.username} --role ROLE --unit CODE, "
        f"and ./throughcare access key {options.username} --name WHERE"
    )
    return 0


def _key(options: argparse.Namespace) -> int:
    made, token = change_access.issue_key(
        username=options.username,
        name=options.name,
        days=options.days,
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    if options.json:
        print(json.dumps({"reference": str(made.reference), "key": token, "days": options.days}))
    else:
        print(f"Key {made.reference}, good for {options.days} days. It is told this once:\n{token}")
    return 0


def _end_key(options: argparse.Namespace) -> int:
    change_access.end_key(
        reference=options.reference, now=clock.now(), machine_now=clock.machine_now()
    )
    print(f"Key {options.reference} ended.")
    return 0


def _hours(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LONGEST_INVITATION_HOURS:
        return int(text)
    raise argparse.ArgumentTypeError(f"from 1 to {LONGEST_INVITATION_HOURS}")


def _invite(options: argparse.Namespace) -> int:
    token = change_access.invite(
        username=options.username,
        hours=options.hours,
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    environment = current()
    address = (
        environment.signing_in.public_url or f"http://{environment.address}:{environment.port}"
    )
    link = address + reverse("access:open_invitation", kwargs={"token": token})
    if options.json:
        print(json.dumps({"username": options.username, "link": link, "hours": options.hours}))
    else:
        print(f"Good once, for {options.hours} hours, and for {options.username} alone:\n{link}")
    return 0


def _link(options: argparse.Namespace) -> int:
    provider = current().signing_in.provider
    issuer = options.issuer or (provider and provider.issuer)
    if not issuer:
        raise Fault("Name the provider: set OIDC_ISSUER and the rest, or give --issuer.")
    change_access.link(
        username=options.username,
        issuer=issuer,
        subject=options.subject,
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    print(f"{options.username} may sign in by {issuer} from now on.")
    return 0


def _unlink(options: argparse.Namespace) -> int:
    ended = change_access.unlink(
        username=options.username, now=clock.now(), machine_now=clock.machine_now()
    )
    if not ended:
        raise Fault(f"No provider is linked to {options.username}.")
    print(f"{ended} ended.")
    return 0


def _explain(options: argparse.Namespace) -> int:
    username = options.username
    account_id = access.account_id(username=username) or access.closed_account_id(username=username)
    if account_id is None:
        raise Fault(f"There is no account named {username}.")
    now = clock.now()
    with change_access.acting_as(account_id=account_id, now=now):
        card = probation.card_of(options.crn, at=now)
        if card is None:
            raise Fault(f"There is no case under {options.crn}.")
        told = access.explain(
            account_id=account_id,
            case_id=card.case_id,
            person_id=card.person_id,
            reference=options.crn,
        )
    if options.json:
        verdicts = {str(action): is_allowed for action, is_allowed in told.verdicts.items()}
        print(json.dumps(asdict(told) | {"verdicts": verdicts}))
        return 0
    for number, step in enumerate(told.steps, start=1):
        print(f"{number:2}. {step}")
    for action, is_allowed in told.verdicts.items():
        print(f"{'yes' if is_allowed else 'no':>4}  {action.label}")
    return 0


def _probe(options: argparse.Namespace) -> int:
    probes = _probes(count=options.count, seed=options.seed)
    asked, allowed = (sum(getattr(one, name) for one in probes) for name in ("asked", "allowed"))
    found = [one for each in probes for one in each.disagreements]
    if not asked:
        raise Fault("There is nobody and nothing to ask about. Load a nation first.")
    if options.json:
        print(
            json.dumps(
                {
                    "asked": asked,
                    "allowed": allowed,
                    "accounts": len(probes),
                    "disagreements": [asdict(one) for one in found],
                }
            )
        )
    else:
        for one in found:
            print(
                f"{one.username}, {one.crn}, {one.action}: the database says {_word(one.database)}, "
                f"the policy {_word(one.policy)}"
            )
        print(
            f"{asked:,} questions to {len(probes):,} accounts, {allowed:,} answered yes, "
            f"{len(found):,} disagreements."
        )
    return 1 if found else 0


def _probes(*, count: int, seed: int) -> list[change_access.Probes]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    found = []
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Asking", total=count)
        for probes in change_access.probe(count=count, seed=seed, now=clock.now()):
            bar.advance(task, probes.asked)
            found.append(probes)
    return found


def _word(is_allowed: bool) -> str:  # noqa: FBT001  a word for it
    return "yes" if is_allowed else "no"


ACTS = {
    "open": _open,
    "close": _close,
    "program": _program,
    "key": _key,
    "end-key": _end_key,
    "invite": _invite,
    "link": _link,
    "unlink": _unlink,
    "explain": _explain,
    "probe": _probe,
}
