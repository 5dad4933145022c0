"""What is kept of release dates, and how its owner is found: with the person, whose case says who answers for it."""

from typing import Final

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    Disclosed,
    GoesWith,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Promised,
    Shared,
    WrittenByTheHouse,
    declare,
)

_RECORDED: Final = ("CourtOrder", "Sentence", "Recall", "Adjustment", "Movement")
_OF_ANOTHER: Final = (
    "select t.id, 'about somebody else' from sentences_TABLE t"
    " join sentences_booking b on b.id = t.booking_id where b.person_id <> t.person_id"
)
_LENGTHS: Final = tuple(
    f"{of}{unit}" for of in ("", "licence_") for unit in ("years", "months", "weeks", "days")
)

declare(
    Shared(
        table="sentences.Booking",
        personal=(
            *("book_number", "releases_on"),
            *("is_registered", "wants_removal", "has_power_to_detain"),
        ),
    ),
    Shared(
        table="sentences.CourtOrder",
        personal=("case_number", "superseded_because"),
        plain=("court", "imposed_on"),
    ),
    # A code of a type of sentence or of an offence, as probation has it: a code points, and says nothing by itself.
    Shared(
        table="sentences.Sentence",
        personal=(
            *("offence_code", "offence_from", "offence_to", *_LENGTHS),
            *("lists", "exclusions", "fine", "supervised_until", "superseded_because"),
        ),
        plain=("type", "line"),
    ),
    Shared(table="sentences.Recall", personal=("revoked_on", "returned_on", "superseded_because")),
    Shared(
        table="sentences.Adjustment", personal=("days", "from_on", "to_on", "superseded_because")
    ),
    Shared(table="sentences.Movement", personal=("moved_on", "superseded_because")),
    Shared(
        table="sentences.Calculation",
        personal=(
            *("inputs", "messages", "dates", "worked", "explanation"),
            "overrides",
        ),
        plain=("law", "law_version"),
    ),
)

declare(
    *(
        GoesWith(table=f"sentences.{table}", to="people.Person", through="person")
        for table in ("Booking", *_RECORDED, "Calculation")
    ),
    PointsAt(table="sentences.Booking", column="recorded_by_id", to="access.Account"),
    *(
        PointsAt(table=f"sentences.{table}", column=column, to="access.Account")
        for table in _RECORDED
        for column in ("recorded_by_id", "superseded_by_id")
    ),
    *(
        PointsAt(table="sentences.Calculation", column=column, to="access.Account")
        for column in ("made_by_id", "approved_by_id")
    ),
    WrittenByTheHouse(
        table="sentences.Calculation",
        because="The house works everybody out again when the law changes.",
        adds=True,
    ),
    WrittenByTheHouse(
        table="sentences.Booking",
        because="The house works everybody out again when the law changes.",
        changes=("releases_on",),
    ),
    NotInFlight(
        table="sentences.Booking",
        because="A time in custody goes on with the person, whoever has their case.",
    ),
    NotInFlight(
        table="sentences.Recall",
        because="A licence was revoked on a day; the row waits for nobody.",
    ),
    NotInFlight(
        table="sentences.Calculation",
        because="One that nobody approved stays with the person: whoever has their case next approves it.",
    ),
)

declare(
    Disclosed(
        table="sentences.CourtOrder",
        called="Orders of courts that release dates are worked out from",
        columns=(
            ("court", "Court"),
            ("case_number", "Case"),
            ("imposed_on", "Day"),
            ("superseded_at", "Until"),
        ),
        day="recorded_at",
    ),
    Disclosed(
        table="sentences.Sentence",
        called="Sentences that release dates are worked out from",
        columns=(
            ("type", "Type"),
            ("offence_code", "Offence"),
            ("offence_from", "Offence from"),
            ("offence_to", "Offence until"),
            ("years", "Years"),
            ("months", "Months"),
            ("weeks", "Weeks"),
            ("days", "Days"),
            ("superseded_at", "Until"),
        ),
        day="recorded_at",
    ),
    Disclosed(
        table="sentences.Recall",
        called="Recalls that release dates are worked out from",
        columns=(
            ("type", "Kind"),
            ("revoked_on", "Licence revoked"),
            ("returned_on", "Returned"),
            ("superseded_at", "Until"),
        ),
        day="recorded_at",
    ),
    Disclosed(
        table="sentences.Adjustment",
        called="Time that was given or taken",
        columns=(
            ("kind", "Kind"),
            ("days", "Days"),
            ("from_on", "From"),
            ("to_on", "Until"),
            ("superseded_at", "In force until"),
        ),
        day="recorded_at",
    ),
    Disclosed(
        table="sentences.Movement",
        called="Movements in and out of custody",
        columns=(("moved_on", "Day"), ("reason", "What"), ("superseded_at", "In force until")),
        day="recorded_at",
    ),
    Disclosed(
        table="sentences.Calculation",
        called="Release dates that were worked out",
        columns=(
            ("made_at", "Worked out"),
            ("law", "Law"),
            ("dates", "Dates"),
            ("overrides", "Dates entered by hand"),
            ("state", "State"),
        ),
        day="made_at",
    ),
    NotDisclosed(
        table="sentences.Booking",
        called="Times in custody",
        because=KeptBack.WORKING,
    ),
)

declare(
    Promised(
        table="sentences.Booking",
        name="counts-what-counts",
        words="The release day of a time in custody is that of the calculation that counts: the last approved one, or else the last",
        failing="""select b.id, format('%s, and it is %s', b.releases_on, r.on_day) from sentences_booking b
           left join lateral (select x.dates, x.overrides from sentences_calculation x where x.booking_id = b.id
                              order by x.state = 'approved' desc, x.id desc limit 1) c on true
           left join lateral (select max(coalesce(c.overrides -> k ->> 'on', c.dates ->> k)::date) as on_day
                              from unnest(array['CRD', 'ARD', 'PRRD', 'MTD']) k) r on true
           where b.releases_on is distinct from r.on_day""",
    ),
    *(
        Promised(
            table=f"sentences.{table}",
            name=f"{table.lower()}-of-the-person",
            words=f"A row of {table} is about the person whose time in custody it belongs to",
            failing=_OF_ANOTHER.replace("TABLE", table.lower()),
        )
        for table in (*_RECORDED, "Calculation")
    ),
    Promised(
        table="sentences.Sentence",
        name="sentence-of-an-order",
        words="A sentence in force is of an order in force",
        failing="""select s.id, 'its order is not in force' from sentences_sentence s
           where s.superseded_at is null and not exists (
               select from sentences_courtorder o where o.key = s.order_key and o.booking_id = s.booking_id and o.superseded_at is null)""",
    ),
    Promised(
        table="sentences.Recall",
        name="recall-of-a-sentence",
        words="A recall in force is of a sentence in force",
        failing="""select r.id, 'its sentence is not in force' from sentences_recall r
           where r.superseded_at is null and not exists (
               select from sentences_sentence s
               where s.key = r.sentence_key and s.booking_id = r.booking_id and s.superseded_at is null)""",
    ),
    Promised(
        table="sentences.Calculation",
        name="approved-by-somebody-else",
        words="Release dates are approved by somebody who entered nothing that they are worked out from since dates were last approved",
        failing="""select c.id, 'approved by whoever entered it' from sentences_calculation c
           where c.state = 'approved' and exists (
               select from sentences_calculation e
               where e.booking_id = c.booking_id and e.id <= c.id and e.made_by_id = c.approved_by_id
                 and e.id > coalesce((select max(p.id) from sentences_calculation p
                                      where p.booking_id = c.booking_id and p.id < c.id and p.state = 'approved'), 0))""",
    ),
)
