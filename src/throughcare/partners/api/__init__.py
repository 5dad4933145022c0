"""The interface for programs, version 1: `/api/v1`, described at `/api/v1/openapi.json`.

A program asks by its key (`Authorization: Bearer …`) and is allowed what its account's posts allow, as a person would be. Every case
that it reads stands in the trail. What is refused is answered with a problem document (RFC 9457).
"""

from ninja import NinjaAPI

from throughcare.partners.api import cases, events
from throughcare.partners.api.doors import ANSWERS, ByKey

api = NinjaAPI(
    title="Throughcare",
    version="1",
    description=__doc__ or "",
    auth=ByKey(),
    docs_url=None,
    urls_namespace="partners",
)
api.add_router("", cases.router)
api.add_router("", events.router)
for failure, answer in ANSWERS:
    api.add_exception_handler(failure, answer)
