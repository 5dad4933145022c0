"""What check-ins keep, and how its owner is found: everything follows its case. No name, number or address is here."""

from typing import Final

from django.db.models import Q

from throughcare.kernel.holdings import NotInFlight
from throughcare.organisation.holdings import (
    Disclosed,
    HasContent,
    InFlight,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Promised,
    WrittenByTheHouse,
    declare,
)

_BY_THE_CLOCK: Final = "Check-ins fall due, are sent and end by the clock, and their videos go."

declare(
    Inherited(
        table="checkins.Registration",
        through="case",
        personal=("reason",),
        plain=("first_due_on", "next_due_on"),
    ),
    Inherited(
        table="checkins.CheckIn",
        through="case",
        personal=(
            *("wellbeing", "wellbeing_words", "help_words", "wants_contact", "contact_words"),
            *("token_digest", "proof_digest", "is_them"),
        ),
        plain=("number", "due_on", "links", "tries"),
    ),
    Inherited(table="checkins.HelpAsked", through="case", personal=("topic",)),
    Inherited(
        table="checkins.Video",
        through="case",
        plain=("number", "digest", "media_type", "size"),
    ),
    HasContent(table="checkins.Video", column="digest"),
    PointsAt(table="checkins.Registration", column="registered_by_id", to="access.Account"),
    PointsAt(table="checkins.Registration", column="changed_by_id", to="access.Account"),
    PointsAt(table="checkins.CheckIn", column="reviewed_by_id", to="access.Account"),
    WrittenByTheHouse(
        table="checkins.Registration",
        because=_BY_THE_CLOCK,
        changes=("next_due_on", "standing", "reason", "changed_at"),
    ),
    WrittenByTheHouse(
        table="checkins.CheckIn",
        because=_BY_THE_CLOCK,
        adds=True,
        changes=(
            *("state", "unsent_because", "channel", "links", "token_digest", "message"),
            *("sent_at", "expires_at", "proof_digest", "contact_id", "comparison"),
            "compared_at",
        ),
    ),
    WrittenByTheHouse(table="checkins.Video", because=_BY_THE_CLOCK, changes=("gone_at",)),
    Disclosed(
        table="checkins.Registration",
        called="Being asked to check in",
        columns=(
            ("frequency", "How often"),
            ("channel", "By"),
            ("first_due_on", "From"),
            ("standing", "How it stands"),
            ("reason", "Why it was paused or stopped"),
            ("agreed_at", "Agreed"),
        ),
        texts=("reason",),
    ),
    Disclosed(
        table="checkins.CheckIn",
        called="Check-ins",
        columns=(
            ("due_on", "Due"),
            ("state", "How it stands"),
            ("submitted_at", "Answered"),
            ("wellbeing", "How you felt"),
            ("wellbeing_words", "What you said of it"),
            ("help_words", "What you said of help"),
            ("wants_contact", "Asked to be contacted"),
            ("contact_words", "Why"),
            ("comparison", "Comparison of faces"),
            ("is_them", "It was you, an officer said"),
        ),
        day="due_on",
        withheld=((KeptBack.UNFINISHED, Q(state__in=("due", "sent"))),),
        texts=("wellbeing_words", "help_words", "contact_words"),
    ),
    Disclosed(
        table="checkins.HelpAsked",
        called="Help asked for in check-ins",
        columns=(("checkin__due_on", "Check-in"), ("topic", "Help with")),
        day="checkin__due_on",
    ),
    # Films may show other people: somebody looks before one goes out.
    NotDisclosed(table="checkins.Video", called="Videos of check-ins", because=KeptBack.TO_BE_READ),
)

# What was missed or could not be sent waits for the officer too. How long a link can be used is content of its row.
declare(
    InFlight(
        table="checkins.CheckIn",
        column="state",
        states=("due", "unsent", "sent", "submitted", "missed"),
        due="due_on",
        through="case",
    ),
    NotInFlight(
        table="checkins.Registration",
        because="A standing arrangement, which goes with its case; each check-in that comes of it is listed.",
    ),
    NotInFlight(
        table="checkins.Video", because="A part of its check-in, and gone with it by the clock."
    ),
)

declare(
    Promised(
        table="checkins.CheckIn",
        name="of-its-case",
        words="A check-in, its entry, videos and answers are of the case of its registration",
        failing="""select x.id, 'of another case than its registration, entry, videos or answers'
           from checkins_checkin x
           join checkins_registration r on r.id = x.registration_id
           left join probation_contact t on t.id = x.contact_id
           where r.case_id <> x.case_id or t.case_id <> x.case_id
              or exists (select from checkins_video v where v.checkin_id = x.id and v.case_id <> x.case_id)
              or exists (select from checkins_helpasked h where h.checkin_id = x.id and h.case_id <> x.case_id)""",
    ),
    Promised(
        table="checkins.Registration",
        name="sentence-of-its-case",
        words="A registration for check-ins is under a sentence of its case",
        failing="""select r.id, 'under a sentence of another case'
           from checkins_registration r join probation_sentence s on s.id = r.sentence_id where s.case_id <> r.case_id""",
    ),
    Promised(
        table="checkins.CheckIn",
        name="ended-is-in-the-log",
        words="A check-in that was reviewed or settled has an outcome in the log",
        failing="""select x.id, format('%s, and its entry has no outcome', x.state)
           from checkins_checkin x join probation_contact t on t.id = x.contact_id
           where x.state in ('reviewed', 'settled') and t.outcome_id is null and t.deleted_at is null""",
    ),
    Promised(
        table="checkins.CheckIn",
        name="submitted-has-a-video",
        words="A check-in that was handed in has a video",
        failing="""select x.id, 'handed in without a video'
           from checkins_checkin x
           where x.state in ('submitted', 'reviewed') and not exists (select from checkins_video v where v.checkin_id = x.id)""",
    ),
    Promised(
        table="checkins.Registration",
        name="stopped-asks-nothing",
        words="Where check-ins are stopped or paused, none is out",
        failing="""select r.id, format('%s, and a check-in is out', r.standing)
           from checkins_registration r
           where r.standing <> 'active'
             and exists (select from checkins_checkin x where x.registration_id = r.id and x.state in ('due', 'sent'))""",
    ),
    Promised(
        table="checkins.Video",
        name="gone-is-gone",
        words="Of a video that was let go nothing is kept",
        failing="""select v.id, 'let go, and its bytes are still here'
           from checkins_video v
           where v.gone_at is not null and exists (select from documents_blob b where b.digest = v.digest)
             and not exists (select from checkins_video o where o.digest = v.digest and o.gone_at is null)""",
    ),
)
