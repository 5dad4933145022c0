"""That packages and what stays have every content of a document, each package those of its body and no other.

A content that documents of several bodies have is in the package of each of them, and is counted once.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from throughcare.handover.choices import Part
from throughcare.handover.queries import owners, packed, papers, sql
from throughcare.handover.queries.checking import Checked
from throughcare.handover.rules.digests import Asked, Digest, halves
from throughcare.handover.rules.proof import Line


def line(*, stays: Digest, checked: Mapping[str, Checked], place: Path) -> Line:
    """Hold the contents of all packages against those of the database. Who takes which along is worked out before."""
    shape = papers.shape()
    packed.gather(
        shape,
        paths={
            code: place / code / file.path
            for code, found in checked.items()
            if (file := found.manifest.file(table=shape.table, part=Part.DOCUMENTS)) is not None
            and not any(fault.startswith(file.path) for fault in found.faults)
        },
    )
    handed = Digest.summed(
        *sql.rows(
            "select count(*), sum(high), sum(low) from (select distinct key, high, low from handover_packed) once"
        )[0]
    )
    shared = sql.value(
        "select count(*) from (select from handover_packed group by key having count(*) > 1) shared"
    )
    whole = owners.digest(shape, owners.everything(shape))
    return Line(
        table=shape.table,
        packed=handed,
        stays=stays,
        whole=whole,
        shared=int(shared),
        faults=tuple(_faults(handed=handed, stays=stays, whole=whole)),
    )


def _faults(*, handed: Digest, stays: Digest, whole: Digest) -> Iterator[str]:
    """What is amiss is asked for each content of each package: a sum over all sees none that one body has for another."""
    shape = papers.shape()
    high, low = halves(shape.columns, asked=Asked.DATABASE)
    sql.write("drop table if exists handover_expected")
    sql.write(
        "create temp table handover_expected on commit drop as select b.code as body, k.digest as key"
        f" from {papers.OF} k join unnest(%s::bigint[], %s::text[]) b (unit_id, code) on b.unit_id = k.owner_id",
        [
            [body.unit_id for body in owners.bodies()],
            [body.code for body in owners.bodies()],
        ],
    )
    named = [
        *packed.lines(
            f"select p.key, p.body from handover_packed p"
            f" where not exists (select from {shape.table} t where t.digest = p.key)",
            "content {} is in the package of {}, and not here",
        ),
        *packed.lines(
            f"select p.key, p.body from handover_packed p join {shape.table} t on t.digest = p.key"
            f" where (p.high, p.low) is distinct from ({high}, {low})",
            "content {} is in the package of {}, and is not what it is here",
        ),
        *packed.lines(
            f"select p.key, p.body from handover_packed p join {shape.table} t on t.digest = p.key"
            " where not exists (select from handover_expected e where (e.key, e.body) = (p.key, p.body))",
            "content {} is in the package of {}, which has no document with it",
        ),
        *packed.lines(
            "select e.key, e.body from handover_expected e"
            " where not exists (select from handover_packed p where (e.key, e.body) = (p.key, p.body))",
            "content {} is of a document of {}, and not in its package",
        ),
    ]
    yield from named
    here = owners.digest(shape, papers.staying())
    if here != stays:
        yield f"{stays.rows:,} contents stayed, with the digest {stays.text}; now {here.rows:,} would, with {here.text}"
    elif handed + stays != whole and not named:
        yield "the sums do not agree"
