"""The interface for programs, version 1: `/api/v1`, described at `/api/v1/openapi.json`.

A program asks by its key (`Authorization: Bearer …`) and is allowed what its account's posts allow, as a person would be. Every case
that it reads stands in the trail. What is refused is answered with a problem document (RFC 9457).
"""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from throughcare.partners.api import cases, custody, events, measures
from throughcare.partners.api.doors import ANSWERS, PROBLEM_TYPE, ByKey, nothing_there

__all__ = ["api", "nothing_there"]


class Described(NinjaAPI):
    """Describes refusals as the problem documents that they are."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:  # Any: as the framework passes it
        described = super().get_openapi_schema(**asked)
        for on_path in described["paths"].values():
            for operation in on_path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST:
                        answer["content"] = {PROBLEM_TYPE: answer["content"]["application/json"]}
        return described


api = Described(
    title="Throughcare",
    version="1",
    description=__doc__ or "",
    auth=ByKey(),
    docs_url=None,
    urls_namespace="partners",
)
api.add_router("", cases.router)
api.add_router("", custody.router)
api.add_router("", measures.router)
api.add_router("", events.router)
for failure, answer in ANSWERS:
    api.add_exception_handler(failure, answer)
