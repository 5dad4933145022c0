"""That packages and what stays make the whole database, each record once: by counts, by digests, and by name where not."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from throughcare.handover.choices import Part
from throughcare.handover.queries import owners, packed, papers, proving_papers
from throughcare.handover.queries.checking import Checked, Tell, check
from throughcare.handover.queries.shapes import CONTENT, shapes
from throughcare.handover.rules import manifest as manifests
from throughcare.handover.rules import stays as stays_rules
from throughcare.handover.rules.digests import Asked, Digest, halves, total
from throughcare.handover.rules.manifest import MANIFEST, SIGNATURE, File
from throughcare.handover.rules.proof import Line, Proof
from throughcare.handover.rules.shapes import Shape
from throughcare.handover.rules.stays import STAYS, Stays
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands as restructure


def prove(place: Path, *, tell: Tell) -> Proof:
    """Hold all packages of a directory and what stays against the database, as it is at the pinned moment.

    Raises:
        Refused: there is no set of packages, or something signed was altered.
    """
    stays = _stays(place)
    checked = {
        code: check(place / code, tell=tell) for code in stays.bodies if (place / code).is_dir()
    }
    owners.prepare()
    papers.prepare()
    lines = []
    tables = {stay.table: stay.records for stay in stays.tables}
    for number, shape in enumerate(shapes().owned):
        tell(number, len(shapes().owned), shape.table)
        lines.append(
            _line(shape, stays=tables.get(shape.table, Digest()), checked=checked, place=place)
        )
    lines.append(
        proving_papers.line(
            stays=tables.get(shapes()[CONTENT].table, Digest()), checked=checked, place=place
        )
    )
    lines.extend(_reference_line(shapes()[label], checked) for label in sorted(shapes().reference))
    return Proof(
        bodies=stays.bodies,
        lines=tuple(lines),
        faults=tuple(_of_the_set(place, stays=stays, checked=checked)),
    )


def _stays(place: Path) -> Stays:
    try:
        text = (place / STAYS / MANIFEST).read_text(encoding="utf-8")
        signature = manifests.read_signature(
            (place / STAYS / SIGNATURE).read_text(encoding="utf-8")
        )
        stays = stays_rules.read(text)
    except (OSError, ValueError) as fault:
        raise Refused.because(
            "no-set",
            f"{place} is not what `restructure hand-over --all` writes: {STAYS} cannot be read.",
        ) from fault
    digest = manifests.digest_of(text)
    if digest.hex() != signature.digest or not restructure.is_signed(
        digest, signature=signature.signature, public_key=signature.public_key
    ):
        raise Refused.because("altered", f"{STAYS}/{MANIFEST} is not the one that was signed.")
    return stays


def _of_the_set(place: Path, *, stays: Stays, checked: Mapping[str, Checked]) -> Iterator[str]:
    """What is wrong with packages as such, or between them."""
    yield from (f"{code}: its package is not there" for code in stays.bodies if code not in checked)
    for path in sorted(place.iterdir()):
        if path.is_dir() and path.name not in {STAYS, *stays.bodies}:
            yield f"{path.name}: no package of this set"
    for code, found in checked.items():
        yield from _of_a_package(code, found, stays=stays)
    if len({found.public_key for found in checked.values()}) > 1:
        yield "the packages are not all signed by one key"


def _of_a_package(code: str, found: Checked, *, stays: Stays) -> Iterator[str]:
    yield from (f"{code}/{fault}" for fault in found.faults)
    if found.manifest.body != code:
        yield f"{code}: is the package of {found.manifest.body}"
    if found.manifest.as_at != stays.as_at:
        yield f"{code}: is as at {found.manifest.as_at}, and what stays as at {stays.as_at}"


def _line(shape: Shape, *, stays: Digest, checked: Mapping[str, Checked], place: Path) -> Line:
    files = {
        code: file
        for code, found in checked.items()
        if (file := found.manifest.file(table=shape.table, part=Part.OWNED)) is not None
    }
    handed = total(file.records for file in files.values())
    whole = owners.digest(shape, owners.everything(shape))
    agrees = handed + stays == whole
    faults = () if agrees else tuple(_named(shape, files=files, stays=stays, place=place))
    return Line(table=shape.table, packed=handed, stays=stays, whole=whole, faults=faults)


def _reference_line(shape: Shape, checked: Mapping[str, Checked]) -> Line:
    """A table that goes along in full: each copy is the whole."""
    whole = owners.digest(shape, owners.everything(shape))
    copies = {
        code: found.manifest.file(table=shape.table, part=Part.REFERENCE)
        for code, found in checked.items()
    }
    faults = tuple(
        f"{code} has another {shape.table}"
        for code, file in copies.items()
        if file is None or file.records != whole
    )
    return Line(table=shape.table, packed=whole, stays=Digest(), whole=whole, faults=faults)


def _named(shape: Shape, *, files: Mapping[str, File], stays: Digest, place: Path) -> Iterator[str]:
    """Each record that is in two packages, in none, in one and not here, or not as it is here; the first of each kind."""
    high, low = halves(shape.columns, asked=Asked.DATABASE)
    packed.gather(shape, paths={code: place / code / file.path for code, file in files.items()})
    listed = [
        *packed.lines(
            "select key, string_agg(body, ' and ' order by body) from handover_packed group by key having count(*) > 1",
            "row {} is in the packages of {}",
        ),
        *packed.lines(
            f"select p.key, p.body from handover_packed p"
            f" where not exists (select from {shape.table} t where t.{shape.key} = p.key)",
            "row {} is in the package of {}, and not here",
        ),
        *packed.lines(
            f"select p.key, p.body from handover_packed p join {shape.table} t on t.{shape.key} = p.key"
            f" where (p.high, p.low) is distinct from ({high}, {low})",
            "row {} is in the package of {}, and is not what it is here",
        ),
        *packed.lines(
            f"select t.{shape.key}, '' {owners.owned_by_somebody(shape).text}"
            f" and not exists (select from handover_packed p where p.key = t.{shape.key})",
            "row {} is owned, and in no package",
        ),
        *packed.lines(
            f"select p.key, p.body from handover_packed p where exists"
            f" (select {owners.staying(shape).text} and t.{shape.key} = p.key)",
            "row {} is in the package of {}, and nobody owns it here",
        ),
    ]
    yield from listed
    here = owners.digest(shape, owners.staying(shape))
    if here != stays:
        yield f"{stays.rows:,} rows stayed, with the digest {stays.text}; now {here.rows:,} would, with {here.text}"
    elif not listed:
        yield "the sums do not agree"
