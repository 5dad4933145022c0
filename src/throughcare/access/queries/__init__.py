"""What may be asked of access. The answers are those of the account that is pinned."""

from throughcare.access.queries.permission import (
    actions,
    may,
    may_write,
    require,
    view_of,
    views_of,
)

__all__ = ["actions", "may", "may_write", "require", "view_of", "views_of"]
