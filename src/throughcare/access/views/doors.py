"""What the pages of access have in common."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from throughcare.access import queries
from throughcare.kernel.refusals import Refused
from throughcare.kernel.sealing import seal, unseal

SEALED_PURPOSE = "shown once"
FIELDS = {"weak-password": "password", "wrong-code": "code", "passkey-not-in-order": "name"}
Page = Callable[..., HttpResponse]


def inside(request: HttpRequest, address: str) -> str:
    """Where to go on: an address of this installation, or else the home page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"


def for_nobody(page: Page) -> Page:
    """Whoever is signed in already has no business on a page, and is sent home."""

    @wraps(page)
    def asked(request: queries.Request, *args: object, **parts: object) -> HttpResponse:
        if request.visitor is not None:
            return HttpResponseRedirect("/")
        return page(request, *args, **parts)

    return asked


def tell(form: forms.Form, refused: Refused) -> None:
    """Say each reason of a refusal at the field that it is about."""
    for reason in refused.reasons:
        form.add_error(FIELDS.get(reason.code), reason.sentence)


def status_of(form: forms.Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def keep_sealed(session: SessionBase, name: str, words: Sequence[str]) -> None:
    """Keep secrets for the next page, not to be read in the table of sessions."""
    session[name] = seal(json.dumps(words), secret_key=settings.SECRET_KEY, purpose=SEALED_PURPOSE)


def kept_sealed(session: SessionBase, name: str) -> list[str]:
    """The secrets that were kept; nothing where there are none."""
    text = unseal(session.get(name, ""), secret_key=settings.SECRET_KEY, purpose=SEALED_PURPOSE)
    return list(json.loads(text)) if text else []
