"""What housing keeps, and how its owner is found. Premises are units of their own, and stay so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.organisation.holdings import (
    CodeList,
    Disclosed,
    InFlight,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Promised,
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

# Where no day is set for the next step, the clock is the moment of the last. Of a stay it is the day on which it ends.
declare(
    InFlight(
        table="housing.Application",
        name="housing-application",
        waits="t.ended_at is null",
        due="coalesce(t.due_on::timestamptz, t.stands_since)",
        through="case",
    ),
    InFlight(
        table="housing.Stay",
        column="state",
        states=("booked", "arrived"),
        due="ends_on",
        through="case",
    ),
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

declare(
    Promised(
        table="housing.Application",
        name="stands-at-its-last-step",
        words="An application for housing stands at the last step that was taken",
        failing="""select a.id, format('stands at %s, last step %s', a.state_id, coalesce(t.step_id, 'draft'))
           from housing_application a
           left join lateral (select x.step_id from housing_steptaken x where x.application_id = a.id
                              order by x.number desc limit 1) t on true
           where a.state_id <> coalesce(t.step_id, 'draft')""",
    ),
    Promised(
        table="housing.StepTaken",
        name="goes-by-moves",
        words="An application for housing goes from step to step by a move",
        failing="""select t.id, format('%s after %s', t.step_id, t.before)
           from (select x.id, x.step_id, coalesce(lag(x.step_id) over (partition by x.application_id order by x.number), 'draft') as before
                 from housing_steptaken x) t
           where not exists (select from housing_move m where m.from_step_id = t.before and m.to_step_id = t.step_id)""",
    ),
    Promised(
        table="housing.Application",
        name="a-stay-as-its-step-has-it",
        words="An application for housing has a stay where its step says so, and no other",
        failing="""select a.id, format('%s stays go on at %s', count(s.id), a.state_id)
           from housing_application a
           left join housing_stay s on s.application_id = a.id and s.state in ('booked', 'arrived')
           group by a.id
           having count(s.id) filter (where s.state = 'booked') <> (a.state_id in ('booked', 'moving'))::integer
               or count(s.id) filter (where s.state = 'arrived') <> (a.state_id in ('arrived', 'moving'))::integer""",
    ),
    Promised(
        table="housing.Stay",
        name="a-stay-takes-its-bed",
        words="The days of a stay are those on which its bed is taken",
        failing="""select s.id, format('%s, and its bed is taken otherwise', s.state)
           from housing_stay s left join housing_bedtaken t on t.stay_id = s.id
           where (s.state in ('booked', 'arrived', 'departed')) <> (t.id is not null)
              or (t.bed_id, t.starts_on, t.ends_on) <> (s.bed_id, s.starts_on, s.ends_on)""",
    ),
    Promised(
        table="housing.Stay",
        name="one-bed-at-a-time",
        words="Nobody has two beds on one day",
        failing="""select s.id, 'the person has another bed on some of these days'
           from housing_stay s join probation_case c on c.id = s.case_id
           where s.state in ('booked', 'arrived', 'departed') and exists (
               select from housing_stay o join probation_case d on d.id = o.case_id
               where d.person_id = c.person_id and o.id < s.id and o.state in ('booked', 'arrived', 'departed')
                 and daterange(o.starts_on, o.ends_on) && daterange(s.starts_on, s.ends_on))""",
    ),
    Promised(
        table="housing.Stay",
        name="taken-in-by-the-house",
        words="Whoever stays in premises was somebody they take in as the bed was booked",
        failing="""select s.id, format('premises for %s', p.sex)
           from housing_stay s join housing_bed b on b.id = s.bed_id join housing_premises p on p.id = b.premises_id
           join probation_case c on c.id = s.case_id join people_person h on h.id = c.person_id
           where p.sex <> '' and p.sex <> h.sex and s.state in ('booked', 'arrived')
             and not exists (select from people_former f where f.person_id = h.id and f.superseded_at >= s.recorded_at
                             and f.about = 'person' and f.said ->> 'sex' <> h.sex)
             and not exists (select from people_merge m where m.survivor_id = h.id and m.answered_at >= s.recorded_at)""",
    ),
    Promised(
        table="housing.Application",
        name="of-its-case",
        words="Steps and stays are of the case of their application",
        failing="""select a.id, 'of another case than its steps or stays' from housing_application a
           where exists (select from housing_stay s where s.application_id = a.id and s.case_id <> a.case_id)
              or exists (select from housing_steptaken t where t.application_id = a.id and t.case_id <> a.case_id)""",
    ),
    Promised(
        table="housing.Stay",
        name="lives-where-they-live",
        words="Whoever arrived has the address that the arrival made",
        failing="""select s.id, 'lives there, and the address that the arrival made is not in force'
           from housing_stay s join probation_case c on c.id = s.case_id
           where s.state = 'arrived' and s.address_key is not null and not exists (
               select from people_address x where x.key = s.address_key and x.person_id = c.person_id and x.starts_on = s.arrived_on)""",
    ),
)
