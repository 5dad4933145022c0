"""A long list in pages, with counts that are true."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

PAGE_SIZE = 25
AROUND = 1


@dataclass(frozen=True, kw_only=True)
class Paging:
    """One page of a list. `slice` is what to take of the rows; pages count from 1."""

    number: int
    size: int
    total: int
    query: QueryDict
    path: str = ""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def slice(self) -> slice:
        return slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def first(self) -> int:
        """The place in the whole list of the first row of this page; 0 in an empty list."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    def href(self, number: int) -> str:
        """The address of another page, with the rest of the query kept."""
        changed = self.query.copy()
        changed.pop("fragment", None)
        changed["page"] = str(number)
        return f"{self.path}?{changed.urlencode()}"

    def shown(self) -> list[int | None]:
        """The numbers to offer: the ends, this page, its neighbours; None where some are left out.

        >>> Paging(number=6, size=10, total=420, query=QueryDict()).shown()
        [1, None, 5, 6, 7, None, 42]
        """
        near = range(self.number - AROUND, self.number + AROUND + 1)
        offered = sorted({1, self.pages, *(n for n in near if 1 <= n <= self.pages)})
        shown: list[int | None] = []
        for number in offered:
            previous = shown[-1] if shown else None
            if previous is not None and number == previous + 2:
                shown.append(number - 1)
            elif previous is not None and number > previous + 1:
                shown.append(None)
            shown.append(number)
        return shown


def paging(request: HttpRequest, *, total: int, size: int = PAGE_SIZE) -> Paging:
    """The page asked for by `?page=`; the nearest there is, where that is not one of the list.

    A list gets shorter while somebody reads it, so a page past the end is no error.
    """
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1  # noqa: PLR2004
    pages = max(1, -(-total // size))
    return Paging(
        number=min(max(number, 1), pages),
        size=size,
        total=total,
        query=request.GET,
        path=request.path,
    )
