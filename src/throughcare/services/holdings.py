"""What services keep, and how its owner is found. Contracts are of a supplier, and stay so when bodies change."""

from pathlib import Path
from typing import Final

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    CodeList,
    InFlight,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Promised,
    Quoted,
    Shared,
    declare,
)

declare(
    Shared(table="services.Contract", plain=("code", "name", "starts_on", "ends_on")),
    Shared(table="services.ContractArea"),
    Inherited(
        table="services.Referral",
        through="case",
        personal=("needs", "accessibility", "interpreter", "risk", "most_days", "worker"),
        plain=("reference", "complete_by"),
    ),
    Inherited(
        table="services.ReferralCategory",
        through="case",
        personal=("complexity",),
    ),
    Inherited(table="services.ReferralOutcome", through="case"),
    Inherited(table="services.StepTaken", through="case", personal=("note",), plain=("number",)),
    Inherited(table="services.Plan", through="case", plain=("sessions",)),
    Inherited(table="services.Activity", through="case", personal=("words",)),
    Inherited(table="services.Report", through="case", personal=("words",)),
    Inherited(table="services.Finding", through="case", personal=("achieved",)),
    Inherited(
        table="services.Session",
        through="case",
        personal=("attendance", "is_held", "not_held_for", "feedback", "concern", "is_notified"),
        plain=("number",),
    ),
    Quoted(
        table="services.Contract",
        by=("code",),
        along=(("services.ContractArea", "contract", "true"),),
    ),
    Shared(
        table="services.ProgrammeGroup", plain=("code", "name", "places", "starts_on", "ends_on")
    ),
    Shared(table="services.GroupSession", plain=("number",)),
    Inherited(
        table="services.ProgrammeReferral",
        through="case",
        personal=("report",),
        plain=("reference",),
    ),
    Inherited(
        table="services.ProgrammeStanding", through="case", personal=("note",), plain=("number",)
    ),
    Inherited(table="services.Attendance", through="case"),
    Quoted(
        table="services.ProgrammeGroup",
        by=("code",),
        along=(("services.GroupSession", "group", "true"),),
    ),
    PointsAt(table="services.GroupSession", column="facilitator_post_id", to="access.Post"),
    PointsAt(table="services.GroupSession", column="second_post_id", to="access.Post"),
    PointsAt(table="services.ProgrammeReferral", column="reported_by_id", to="access.Account"),
    PointsAt(table="services.ProgrammeStanding", column="author_id", to="access.Account"),
    PointsAt(table="services.Referral", column="referred_by_id", to="access.Account"),
    PointsAt(table="services.ReferralCategory", column="confirmed_by_id", to="access.Account"),
    PointsAt(table="services.StepTaken", column="author_id", to="access.Account"),
    PointsAt(table="services.Report", column="author_id", to="access.Account"),
    PointsAt(table="services.Session", column="told_by_id", to="access.Account"),
    Shared(table="services.ServiceCategory", plain=("code", "name"), is_for_all=True),
    Shared(table="services.ContractType", plain=("code", "name"), is_for_all=True),
    Shared(table="services.ContractScope", is_for_all=True),
    Shared(table="services.DesiredOutcome", plain=("code", "description"), is_for_all=True),
    Shared(table="services.EndReason", plain=("key", "code", "description"), is_for_all=True),
    Shared(
        table="services.ProgrammeStatus",
        plain=("code", "position", "description", "colour"),
        is_for_all=True,
    ),
    Shared(table="services.ProgrammeMove", plain=("starts_on", "ends_on"), is_for_all=True),
    Shared(
        table="services.Step",
        plain=("code", "position", "title", "acts", "allows"),
        is_for_all=True,
    ),
    Shared(
        table="services.Move",
        plain=("code", "label", "party", "needs", "source", "starts_on", "ends_on"),
        is_for_all=True,
    ),
)

# What is not sent yet is on the list too. Where no day of completion is set, the clock is the moment it was begun.
declare(
    InFlight(
        table="services.Referral",
        name="service-referral",
        waits="t.ended_at is null",
        due="coalesce(t.complete_by::timestamptz, t.recorded_at)",
        through="case",
    ),
    InFlight(
        table="services.ProgrammeReferral",
        waits="t.closed_at is null",
        due="recorded_at",
        through="case",
    ),
    NotInFlight(
        table="services.ProgrammeStanding",
        because="Where a referral to a programme stood, written once; the referral is listed.",
    ),
)

_REFERENCE: Final = Path(__file__).parent / "reference"

declare(
    CodeList(table="services.ServiceCategory", file=_REFERENCE / "service_categories.csv"),
    CodeList(table="services.ContractType", file=_REFERENCE / "contract_types.csv"),
    CodeList(
        table="services.ContractScope",
        file=_REFERENCE / "contract_scopes.csv",
        key=("type_id", "category_id"),
    ),
    CodeList(table="services.DesiredOutcome", file=_REFERENCE / "desired_outcomes.csv"),
    CodeList(table="services.EndReason", file=_REFERENCE / "end_reasons.csv"),
    CodeList(table="services.ProgrammeStatus", file=_REFERENCE / "programme_statuses.csv"),
    CodeList(
        table="services.ProgrammeMove",
        file=_REFERENCE / "programme_moves.csv",
        key=("from_status_id", "to_status_id", "starts_on"),
    ),
    CodeList(table="services.Step", file=_REFERENCE / "steps.csv"),
    CodeList(table="services.Move", file=_REFERENCE / "moves.csv"),
    # What suppliers and facilitators wrote is read by somebody before any of it goes out.
    *(
        NotDisclosed(table=f"services.{table}", called=called, because=KeptBack.TO_BE_READ)
        for table, called in (
            ("Referral", "Referrals to suppliers"),
            ("ReferralCategory", "Referrals to suppliers"),
            ("ReferralOutcome", "Referrals to suppliers"),
            ("Plan", "Plans of suppliers"),
            ("Activity", "Plans of suppliers"),
            ("Report", "Reports of suppliers"),
            ("Finding", "Reports of suppliers"),
            ("Session", "Sessions with suppliers"),
            ("ProgrammeReferral", "Accredited programmes"),
            ("ProgrammeStanding", "Accredited programmes"),
            ("Attendance", "Accredited programmes"),
        )
    ),
    NotDisclosed(table="services.StepTaken", called="Work on referrals", because=KeptBack.WORKING),
)

declare(
    Promised(
        table="services.Referral",
        name="stands-at-its-last-step",
        words="A referral to a supplier stands at the last step that was taken",
        failing="""select r.id, format('stands at %s, last step %s', r.state_id, coalesce(t.step_id, 'draft'))
           from services_referral r
           left join lateral (select x.step_id from services_steptaken x where x.referral_id = r.id
                              order by x.number desc limit 1) t on true
           where r.state_id <> coalesce(t.step_id, 'draft')""",
    ),
    Promised(
        table="services.StepTaken",
        name="goes-by-moves",
        words="A referral to a supplier goes from step to step by moves that there are or were",
        failing="""select t.id, format('%s after %s', t.step_id, t.before)
           from (select x.id, x.step_id, coalesce(lag(x.step_id) over (partition by x.referral_id order by x.number), 'draft') as before
                 from services_steptaken x) t
           where not exists (select from services_move m where m.from_step_id = t.before and m.to_step_id = t.step_id)""",
    ),
    Promised(
        table="services.ReferralCategory",
        name="one-supplier-or-confirmed",
        words="Of all suppliers of one person for the same help under a sentence one is first",
        failing="""select min(c.id), format('%s held at once, %s of them first', count(*), count(*) filter (where not c.is_beside))
           from services_referralcategory c where c.is_live
           group by c.sentence_id, c.category_id having count(*) filter (where not c.is_beside) <> 1""",
    ),
    Promised(
        table="services.ReferralCategory",
        name="held-as-its-step-has-it",
        words="A supplier holds a person while the step of the referral says so",
        failing="""select c.id, format('live is %s at %s', c.is_live, r.state_id)
           from services_referralcategory c
           join services_referral r on r.id = c.referral_id
           join services_step s on s.code = r.state_id
           where c.is_live <> s.holds""",
    ),
    Promised(
        table="services.Referral",
        name="of-its-case",
        words="A referral to a supplier is of the case of its sentence, its requirement and its sessions",
        failing="""select r.id, 'of another case than its sentence, requirement, categories or sessions'
           from services_referral r
           join probation_sentence s on s.id = r.sentence_id
           where s.case_id <> r.case_id
              or exists (select from probation_requirement q where q.id = r.requirement_id
                         and (q.case_id, q.sentence_id) <> (r.case_id, r.sentence_id))
              or exists (select from services_referralcategory c where c.referral_id = r.id
                         and (c.case_id, c.sentence_id) <> (r.case_id, r.sentence_id))
              or exists (select from services_session x join probation_appointment a on a.id = x.slot_id
                         where x.referral_id = r.id and (x.case_id <> r.case_id or a.case_id <> r.case_id))""",
    ),
    Promised(
        table="services.Session",
        name="told-is-in-the-log",
        words="A session that a supplier told of has its outcome in the diary",
        failing="""select x.id, 'told of, and without an outcome in the diary'
           from services_session x join probation_appointment a on a.id = x.slot_id
           where x.told_at is not null and a.outcome = ''""",
    ),
)
