"""Reads of a transition. One file for each subject."""

from throughcare.transition.queries.answered import answered_by
from throughcare.transition.queries.archives import Archive, archives_of
from throughcare.transition.queries.challenges import (
    Item,
    challenge,
    challenges_of,
    count_queue,
    item_of,
    late,
    names_in,
    queue,
)
from throughcare.transition.queries.help_desk import (
    DAYS,
    Desk,
    missing,
    troubles,
    troubles_by_provider,
)
from throughcare.transition.queries.lists import (
    Person,
    Side,
    account_of,
    count_people,
    digests_of,
    gate,
    people,
    sides,
)
from throughcare.transition.queries.losing import Losing, losing, losing_by_side
from throughcare.transition.queries.news import News, news_of
from throughcare.transition.queries.opening import Opener, Openers, openers, openers_by_name
from throughcare.transition.queries.outcomes import Appeals, Counted, appeals, outcomes
from throughcare.transition.queries.previews import (
    Change,
    Listed,
    Shown,
    cases_listed,
    count_of,
    count_stale,
    latest_round,
    plans_concerning,
    preview_of,
)
from throughcare.transition.queries.readings import (
    Asked,
    Reader,
    count_readings,
    plan_of,
    readers_of,
    reading,
    readings_asked,
)
from throughcare.transition.queries.scores import Place, Term, places_of
from throughcare.transition.queries.telling import Told, told, told_gate

__all__ = [
    "DAYS",
    "Appeals",
    "Archive",
    "Asked",
    "Change",
    "Counted",
    "Desk",
    "Item",
    "Listed",
    "Losing",
    "News",
    "Opener",
    "Openers",
    "Person",
    "Place",
    "Reader",
    "Shown",
    "Side",
    "Term",
    "Told",
    "account_of",
    "answered_by",
    "appeals",
    "archives_of",
    "cases_listed",
    "challenge",
    "challenges_of",
    "count_of",
    "count_people",
    "count_queue",
    "count_readings",
    "count_stale",
    "digests_of",
    "gate",
    "item_of",
    "late",
    "latest_round",
    "losing",
    "losing_by_side",
    "missing",
    "names_in",
    "news_of",
    "openers",
    "openers_by_name",
    "outcomes",
    "people",
    "places_of",
    "plan_of",
    "plans_concerning",
    "preview_of",
    "queue",
    "readers_of",
    "reading",
    "readings_asked",
    "sides",
    "told",
    "told_gate",
    "troubles",
    "troubles_by_provider",
]
