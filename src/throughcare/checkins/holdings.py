"""What check-ins keep, and how its owner is found: everything follows its case. No name, number or address is here."""

from typing import Final

from django.db.models import Q

from throughcare.organisation.holdings import (
    Disclosed,
    HasContent,
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
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
