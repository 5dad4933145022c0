"""Check that this installation is ready to serve; says what to do where it is not."""

import argparse
import json
import shutil

from django.core import checks
from django.db import connection

from throughcare.cli.program import Needs
from throughcare.config import migrating
from throughcare.config.environment import Role, current

NEEDS = Needs.DATABASE
ENOUGH_DISK = 1024**3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    findings = [*_migrations(), *_roles(), *_disk(), *_django()]
    if options.json:
        print(json.dumps({"is_ready": not findings, "findings": findings}))
    else:
        print("\n".join(findings) or "Ready to serve.")
    return 1 if findings else 0


def _migrations() -> list[str]:
    pending = migrating.pending()
    if not pending:
        return []
    return [f"{len(pending)} migrations are not applied. Run `./throughcare migrate`."]


def _roles() -> list[str]:
    findings = []
    with connection.cursor() as cursor:
        for role in (Role.APP, Role.ENGINE):
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role.value]
            )
            found = cursor.fetchone()
            if found is None and current().is_embedded:
                findings.append(f"The role {role} is missing. Run `./throughcare migrate`.")
            elif found and found[0]:
                findings.append(
                    f"The role {role} bypasses row-level security. Take that away: "
                    f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS."
                )
    return findings


def _disk() -> list[str]:
    home = current().home
    if shutil.disk_usage(home).free >= ENOUGH_DISK:
        return []
    return [f"Less than 1 GB is free on the disk that holds {home}. Free some space."]


def _django() -> list[str]:
    return [str(found) for found in checks.run_checks() if found.level >= checks.ERROR]
