"""What the books of a chain say about it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ChainBooks:
    """What one pass over a chain found. Numbers are of entries; None where there is none such.

    `altered`: the first whose digest is not that of its content. `after_gap`: the first that does
    not carry the number after the one before, which is `before_gap`. `unlinked`: the first that
    does not name the digest of the one before.
    """

    chain: int
    entries: int
    last: int
    altered: int | None
    after_gap: int | None
    before_gap: int | None
    unlinked: int | None
    head: int
    is_head_last: bool


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An entry (or a seal, whose `chain` is None) that is not what was written."""

    chain: int | None
    number: int
    what: str

    def __str__(self) -> str:
        where = "seal" if self.chain is None else f"chain {self.chain}, entry"
        return f"{where} {self.number}: {self.what}"


def faults_of_chain(books: ChainBooks) -> tuple[Fault, ...]:
    """The first fault of each kind, in the order of the chain; none when it is whole.

    >>> books = ChainBooks(chain=3, entries=4, last=5, altered=None, after_gap=3, before_gap=1,
    ...     unlinked=3, head=5, is_head_last=True)
    >>> [str(fault) for fault in faults_of_chain(books)]
    ['chain 3, entry 2: removed']
    """
    faults = []
    if books.after_gap is not None and books.before_gap is not None:
        first, last = books.before_gap + 1, books.after_gap - 1
        what = "removed" if first == last else f"removed, and all up to {last}"
        faults.append(Fault(chain=books.chain, number=first, what=what))
    if books.altered is not None:
        faults.append(Fault(chain=books.chain, number=books.altered, what="altered"))
    if books.unlinked is not None and books.unlinked not in _told_by(books):
        faults.append(
            Fault(chain=books.chain, number=max(books.unlinked - 1, 1), what="replaced by another")
        )
    faults += _faults_at_head(books)
    return tuple(sorted(faults, key=lambda fault: fault.number))


def _told_by(books: ChainBooks) -> set[int]:
    """Where a broken link follows from a fault found already."""
    told = set() if books.after_gap is None else {books.after_gap}
    return told if books.altered is None else told | {books.altered, books.altered + 1}


def _faults_at_head(books: ChainBooks) -> list[Fault]:
    if books.head > books.last:
        return [
            Fault(
                chain=books.chain,
                number=books.last + 1,
                what=f"removed from the end, which is at {books.head}",
            )
        ]
    if books.head < books.last:
        return [
            Fault(
                chain=books.chain,
                number=books.head + 1,
                what=f"inserted after the end, which is at {books.head}",
            )
        ]
    if not books.is_head_last and books.altered != books.last:
        return [Fault(chain=books.chain, number=books.last, what="replaced by another")]
    return []
