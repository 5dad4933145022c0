"""The interface holds to its own description, whatever is sent: no fault of the server, and no answer that is not described."""

import json
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

TRIES = 40
METHODS = ("get", "post", "put", "patch", "delete")
Described = dict[str, Any]  # Any: JSON

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
MOMENTS = st.datetimes().map(lambda each: each.isoformat() + "Z") | st.sampled_from(
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2014-06-03T09:00:00Z"]
)
POSITIONS = ["2014-06-02T09:00:00Z~" + "9" * 30, "0001-01-01T00:00:00+14:00~1", "x~1"]
"""Where a part of a log might have ended."""
HARD_TEXTS = st.sampled_from(
    [
        "\x00\x00\x00",
        "https://\x00.example",
        "\ud800",
        "'; --",
        "9" * 40,
        "0001-01-01T00:00:00Z",
        "é" * 20,
    ]
)

PLAIN: dict[str, st.SearchStrategy[Any]] = {  # Any: JSON
    "integer": st.integers() | st.integers(0, 200),
    "boolean": st.booleans(),
    "null": st.none(),
}


def values(schema: Described, *, whole: Described) -> st.SearchStrategy[Any]:  # Any: JSON
    """What a schema describes, now and then next to it or far from it."""
    if "$ref" in schema:
        return values(_resolved(schema, whole=whole), whole=whole)
    if "anyOf" in schema:
        return st.one_of([values(each, whole=whole) for each in schema["anyOf"]])
    match schema.get("type"):
        case "object" if "properties" in schema:
            return _objects(schema, whole=whole)
        case "array":
            return st.lists(values(schema.get("items", {}), whole=whole), max_size=3)
        case "string":
            return {
                "date-time": MOMENTS | HARD_TEXTS,
                "uuid": st.uuids().map(str) | HARD_TEXTS,
            }.get(schema.get("format", ""), st.text(max_size=60) | HARD_TEXTS)
    return PLAIN.get(schema.get("type", ""), ANYTHING)


def _objects(schema: Described, *, whole: Described) -> st.SearchStrategy[Any]:  # Any: JSON
    required = set(schema.get("required", ()))
    of = {name: values(each, whole=whole) for name, each in schema["properties"].items()}
    return st.fixed_dictionaries(
        {name: each for name, each in of.items() if name in required},
        optional={name: each for name, each in of.items() if name not in required},
    )


def _resolved(schema: Described, *, whole: Described) -> Described:
    found: Described = whole["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def operations(whole: Described) -> list[tuple[str, str]]:
    return [
        (method, path)
        for path, on_it in whole["paths"].items()
        for method in METHODS
        if method in on_it
    ]


def requests_of(
    method: str, path: str, *, whole: Described, known: dict[str, list[str]]
) -> st.SearchStrategy[Any]:  # Any: parts of a request
    on_it = whole["paths"][path][method]
    parameters = on_it.get("parameters", [])

    def said(each: Described) -> st.SearchStrategy[Any]:  # Any: JSON
        free = values(each["schema"], whole=whole)
        good = known.get(each["name"])
        return st.sampled_from(good) | free if good else free

    body = on_it.get("requestBody", {}).get("content", {}).get("application/json", {})
    described = values(body["schema"], whole=whole) if body else st.none()
    return st.fixed_dictionaries(
        {
            "in_path": st.fixed_dictionaries(
                {each["name"]: said(each) for each in parameters if each["in"] == "path"}
            ),
            "asked": st.fixed_dictionaries(
                {},
                optional={each["name"]: said(each) for each in parameters if each["in"] == "query"},
            ),
            "sent": described | ANYTHING if body else st.none(),
        }
    )


def faults(answer: Any, *, described: Described, whole: Described) -> list[str]:  # Any: an answer
    """What is wrong with an answer: that nothing describes it, or that it is not as described."""
    if answer.status_code >= 500:
        return [f"{answer.status_code}"]
    found = described["responses"].get(str(answer.status_code))
    if found is None:
        return [f"{answer.status_code} is not described"]
    media = answer.headers.get("Content-Type", "").partition(";")[0]
    content = found.get("content", {})
    if not content:
        return [] if not answer.content else ["has a body that is not described"]
    if media not in content:
        return [f"{answer.status_code} as {media} is not described"]
    checker = jsonschema.Draft202012Validator(
        {**content[media]["schema"], "components": whole["components"]},
        format_checker=jsonschema.FormatChecker(),
    )
    return [each.message for each in checker.iter_errors(answer.json())]


def asked(program: Any, method: str, path: str, parts: Described) -> Any:  # Any: of tests
    for name, value in parts["in_path"].items():
        said = quote(str(value).encode("utf-8", "replace"), safe="") or "-"
        path = path.replace("{" + name + "}", said)
    query = urlencode(
        {
            name: str(value).encode("utf-8", "replace")
            for name, value in parts["asked"].items()
            if value is not None
        }
    )
    return Client(raise_request_exception=False).generic(
        method.upper(),
        f"{path}?{query}" if query else path,
        data=_written(parts["sent"]),
        content_type="application/json",
        headers=program.headers,
    )


def _written(sent: Any) -> bytes:  # Any: JSON
    # What UTF-8 cannot have is written as escapes.
    return b"" if sent is None else json.dumps(sent).encode()


def test_whatever_is_sent_is_answered_as_described(program, case, slot, settings):
    settings.API_REQUESTS = 1_000_000
    whole = Client().get("/api/v1/openapi.json").json()
    known = {
        "crn": [case.person.crn],
        "unit": ["C05", "\x00\x00\x00"],
        "after": POSITIONS,
        "month": ["2014-05", "1900-01", "2199-12"],
        "number": ["1"],
    }

    found = {
        fault
        for method, path in operations(whole)
        for fault in tried(program, method, path, whole=whole, known=known)
    }

    assert "\n".join(sorted(found)) == ""


def tried(
    program: Any,  # Any: of tests
    method: str,
    path: str,
    *,
    whole: Described,
    known: dict[str, list[str]],
) -> set[str]:
    """What is wrong with the answers of one operation, each to a request of its own that leaves nothing behind."""
    found: set[str] = set()

    @how(
        max_examples=TRIES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(parts=requests_of(method, path, whole=whole, known=known))
    def ask(parts: Described) -> None:
        with transaction.atomic():
            answer = asked(program, method, path, parts)
            transaction.set_rollback(True)
        described = whole["paths"][path][method]
        found.update(
            f"{method} {path}: {each}" for each in faults(answer, described=described, whole=whole)
        )

    ask()
    return found
