"""What several answers share: codes, moments, and how a refusal is said."""

from datetime import UTC, datetime
from typing import Annotated, Final

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from throughcare.partners.choices import SAME_OUTCOME

Code = Annotated[str, Field(min_length=1, max_length=8, pattern=r"^[A-Za-z0-9_-]+$")]
OutcomeCode = Annotated[Code, AfterValidator(lambda code: SAME_OUTCOME.get(code, code))]
KEEPABLE: Final = r"^[^\x00]*$"
"""Words that can be kept: without the character that the database has none for."""
NUMBERS_END: Final = 2**31
"""The first number that no entry of a log can have."""
Notes = Annotated[str, Field(max_length=12_000, pattern=KEEPABLE)]
FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2200, 1, 1, tzinfo=UTC)
Moment = Annotated[
    AwareDatetime,
    Field(ge=FIRST, lt=LAST, json_schema_extra={"pattern": "^(19|20|21)[0-9]{2}-"}),
]
"""A moment that has a day in every place. The description has no other way to say from when to when."""


class Problem(Schema):
    """Why something was not done (RFC 9457). `reasons` has every reason of a refusal, with a code for programs."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    reasons: list[dict[str, str]] = []


class CodeOf(Schema):
    code: str
    description: str


class CodeLists(Schema):
    contact_types: list[CodeOf]
    outcomes: list[CodeOf]
