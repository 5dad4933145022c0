"""Make the nation before the reform."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.db import connection, transaction

from throughcare.kernel.refusals import Refused
from throughcare.nation import loading, rules
from throughcare.nation.choices import Size
from throughcare.nation.models import Checkpoint, Load

DEFAULT_SEED = 2014
EVE = rules.EVE
"""The morning before the reform, to which a demonstration sets its clock."""

Progress = Callable[[int, int, str], None]
"""Told what is done, of how much, and what is being done."""


def generate(*, size: str, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> bool:
    """Make the nation, or go on with one that was begun; whether there was anything to do.

    The same size and seed make the same nation. To be called as the owner of the tables.

    Raises:
        Refused: the database holds another nation, or records that are of none.
    """
    nation = loading.Nation(size=Size(size), seed=seed)
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('nation'))")
        if cursor.fetchone() != (True,):
            raise Refused.because("busy", "Another program is making the nation now.")
    try:
        load = _begun(nation)
        if load.is_complete:
            return False
        _go_on(load, nation=nation, progress=progress or _silent)
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(hashtext('nation'))")
    return True


def _silent(_done: int, _total: int, _label: str) -> None:
    pass


def _begun(nation: loading.Nation) -> Load:
    load = Load.objects.first()
    if load is None:
        _require_empty()
        return Load.objects.create(size=nation.size, seed=nation.seed)
    if (load.size, load.seed) != (nation.size, nation.seed):
        raise Refused.because(
            "another-nation",
            f"This database holds the {load.size} nation of seed {load.seed}. "
            "Start afresh with --reset to have another.",
        )
    return load


def _require_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from organisation_unit) or exists (select from people_person)"
            " or exists (select from access_account)"
        )
        if cursor.fetchone() == (True,):
            raise Refused.because(
                "not-empty",
                "This database holds records already. The synthetic nation goes into an empty one.",
            )


def _go_on(load: Load, *, nation: loading.Nation, progress: Progress) -> None:
    done = set(load.checkpoints.values_list("step", "chunk"))
    chunks = list(nation.chunks())
    total = sum(chunk.cost for chunk in chunks)
    reached = 0
    for step, group in groupby(chunks, key=attrgetter("step")):
        of_step = list(group)
        left = [chunk for chunk in of_step if (step.name, chunk.number) not in done]
        cost = sum(chunk.cost for chunk in of_step)
        begun_at = reached + cost - sum(chunk.cost for chunk in left)
        progress(begun_at, total, step.label)
        with closing(_work(load, left=left, nation=nation)) as work:
            for share in work:
                progress(begun_at + round(share * (reached + cost - begun_at)), total, step.label)
        reached += cost
    load.is_complete = True
    load.save(update_fields=["is_complete"])
    progress(total, total, "Done")


def _work(load: Load, *, left: Sequence[loading.Chunk], nation: loading.Nation) -> Generator[float]:
    """Do what is left of a step, telling the share that is done after each part."""
    if left and left[0].step.name == "put_back":
        yield from loading.put_back()
        loading.analyze()
    tasks = [partial(_do, chunk, load=load, nation=nation) for chunk in left]
    for count, _ in enumerate(loading.side_by_side(tasks), start=1):
        yield count / len(tasks)


def _do(chunk: loading.Chunk, *, load: Load, nation: loading.Nation) -> None:
    with transaction.atomic():
        loading.load(chunk, nation=nation)
        Checkpoint.objects.create(load=load, step=chunk.step.name, chunk=chunk.number)
