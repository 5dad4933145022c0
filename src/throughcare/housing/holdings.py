"""What housing keeps, and how its owner is found. Premises are units of their own, and stay so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Quoted,
    Shared,
    WrittenByTheHouse,
    declare,
)

declare(
    Shared(
        table="housing.Premises",
        plain=(
            *("code", "kind", "sex", "lines", "postcode", "telephone"),
            *("curfew_from", "curfew_until"),
        ),
    ),
    Shared(
        table="housing.Bed",
        plain=("number", "is_step_free", "is_single", "opens_on", "closes_on"),
    ),
    Shared(table="housing.BedTaken", plain=("starts_on", "ends_on", "reason")),
    Inherited(
        table="housing.Application",
        through="case",
        draft="t.state_id = 'draft'",
        personal=(
            *("is_urgent", "arrives_on", "nights", "purpose", "needs", "risk"),
            *("needs_step_free", "needs_single"),
        ),
        plain=("reference", "kind", "due_on"),
    ),
    Inherited(table="housing.StepTaken", through="case", personal=("note",), plain=("number",)),
    Inherited(
        table="housing.Stay",
        through="case",
        personal=(*("keyworker", "arrived_on", "left_on", "address_key", "note"),),
        plain=("number", "state", "starts_on", "ends_on"),
    ),
    Quoted(table="housing.Premises", by=("code",)),
    Quoted(table="housing.Bed", by=("premises_id", "number")),
    PointsAt(table="housing.Application", column="applied_by_id", to="access.Account"),
    PointsAt(table="housing.StepTaken", column="author_id", to="access.Account"),
    PointsAt(table="housing.Stay", column="booked_by_id", to="access.Account"),
    Shared(table="housing.Step", plain=("code", "position", "title", "acts"), is_for_all=True),
    Shared(
        table="housing.Move",
        plain=("code", "label", "party", "needs", "ends_as", "source", "starts_on", "ends_on"),
        is_for_all=True,
    ),
    Shared(table="housing.Reason", plain=("key", "kind", "description"), is_for_all=True),
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    CodeList(table="housing.Step", file=_REFERENCE / "steps.csv"),
    CodeList(table="housing.Move", file=_REFERENCE / "moves.csv"),
    CodeList(table="housing.Reason", file=_REFERENCE / "reasons.csv", key=("key",)),
    WrittenByTheHouse(
        table="housing.Premises",
        because="what premises there are, told by those who run it",
        adds=True,
    ),
    WrittenByTheHouse(
        table="housing.Bed", because="which beds premises have, told by those who run it", adds=True
    ),
    Disclosed(
        table="housing.Stay",
        called="Stays in approved premises and other housing",
        columns=(
            ("bed__premises__lines", "Where"),
            ("starts_on", "From"),
            ("ends_on", "Until"),
            ("arrived_on", "Arrived"),
            ("left_on", "Left"),
            ("reason__description", "Why it ended"),
            ("move_on__description", "Where to"),
        ),
        day="starts_on",
    ),
    # What officers and assessors wrote is read by somebody before any of it goes out.
    NotDisclosed(
        table="housing.Application",
        called="Applications for housing",
        because=KeptBack.TO_BE_READ,
    ),
    NotDisclosed(
        table="housing.StepTaken",
        called="Work on applications for housing",
        because=KeptBack.WORKING,
    ),
)
