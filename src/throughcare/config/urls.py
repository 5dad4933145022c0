"""Every path of the house: each room that has doors names them in its own `urls.py`."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls"))
    for room in settings.ROOMS
    if room != "throughcare.config" and find_spec(f"{room}.urls")
]

handler400 = "throughcare.govuk.errors.bad_request"
handler403 = "throughcare.govuk.errors.forbidden"
handler404 = "throughcare.govuk.errors.not_found"
handler500 = "throughcare.govuk.errors.fault"
