"""What may be asked of access. The answers are those of the account that is pinned."""

from throughcare.access.queries.accounts import (
    Seated,
    Supervisor,
    account_id,
    closed_account_id,
    count_active,
    display_names,
    grants_to_look_at,
    names_by_username,
    one_of_each,
    supervisor_of,
)
from throughcare.access.queries.demonstration import (
    KindOfUser,
    is_invented,
    is_open,
    kinds_of_user,
)
from throughcare.access.queries.explaining import Explanation, explain
from throughcare.access.queries.means import Means, NamedPasskey, means_of
from throughcare.access.queries.permission import (
    actions,
    may,
    may_everywhere,
    may_restrict,
    may_somewhere,
    may_with_case,
    may_write,
    require,
    require_of,
    view_of,
    views_of,
)
from throughcare.access.queries.preferences import Choice, choices_of
from throughcare.access.queries.requests import Request, address_of, origin_of, who
from throughcare.access.queries.speaking import (
    holds_post,
    is_account_of,
    is_post_of,
    speakers,
)

__all__ = [
    "Choice",
    "Explanation",
    "KindOfUser",
    "Means",
    "NamedPasskey",
    "Request",
    "Seated",
    "Supervisor",
    "account_id",
    "actions",
    "address_of",
    "choices_of",
    "closed_account_id",
    "count_active",
    "display_names",
    "explain",
    "grants_to_look_at",
    "holds_post",
    "is_account_of",
    "is_invented",
    "is_open",
    "is_post_of",
    "kinds_of_user",
    "may",
    "may_everywhere",
    "may_restrict",
    "may_somewhere",
    "may_with_case",
    "may_write",
    "means_of",
    "names_by_username",
    "one_of_each",
    "origin_of",
    "require",
    "require_of",
    "speakers",
    "supervisor_of",
    "view_of",
    "views_of",
    "who",
]
