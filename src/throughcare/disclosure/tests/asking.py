"""Requests for copies, as tests make them."""

import json
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from throughcare.access import commands as change_access
from throughcare.access.tests.small_nation import NOW
from throughcare.disclosure import commands
from throughcare.disclosure.choices import Regime
from throughcare.disclosure.models import Request
from throughcare.documents.models import Blob

RECEIVED = date(2014, 5, 30)


def acting(account: Any) -> Any:  # Any: an account of tests
    return change_access.acting_as(account_id=account.pk, now=NOW)


def asked(account: Any, case: Any, **more: Any) -> Request:  # Any: of tests
    said = {"regime": Regime.GENERAL, "received_on": RECEIVED, **more}
    with acting(account):
        return commands.ask_for_copy(account_id=account.pk, crn=case.person.crn, now=NOW, **said)


def did(command: Any, account: Any, request: Request, **more: Any) -> Any:  # Any: of each command
    with acting(account):
        return command(account_id=account.pk, reference=request.reference, now=NOW, **more)


def prepared(account: Any, request: Request) -> Request:  # Any: an account of tests
    did(commands.have_prepared, account, request)
    commands.prepare(reference=request.reference, now=NOW)
    request.refresh_from_db()
    return request


def files_of(request: Request) -> dict[str, bytes]:
    kept = Blob.objects.get(digest=request.digest)
    with ZipFile(BytesIO(bytes(kept.content or b""))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def told(request: Request) -> Any:  # Any: JSON
    return json.loads(files_of(request)["record.json"])
