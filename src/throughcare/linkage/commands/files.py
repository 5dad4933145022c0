"""Files of records in; whom they are of, what is left to decide, and a report out. No database is needed."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from throughcare.linkage import reading
from throughcare.linkage.commands.linking import Linked, Tell, link
from throughcare.linkage.commands.reading_files import BadFile, rows
from throughcare.linkage.rules.guards import Guard
from throughcare.linkage.rules.measures import Quality, quality
from throughcare.linkage.rules.weights import Model, to_dict

_REASONS: Final = {
    "middle": "Neither sure enough to join nor to part",
    "forbidden": "Alike enough to join, but something stands between the two groups",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be linked, and where to.

    `pins` is a file of decisions: `record_id_l,record_id_r,is_same`. `known` has the groups of an earlier run, as it wrote them.
    """

    paths: Sequence[Path]
    mapped: Mapping[str, str]
    output: Path
    review: Path | None = None
    report: Path | None = None
    model: Path | None = None
    pins: Path | None = None
    known: Path | None = None
    memory: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    records: int
    people: int
    questions: int
    doubted: int
    pairs: int
    model: str
    untrained: tuple[str, ...]
    seconds: Mapping[str, float]


def link_files(asked: Asked, *, today: date, tell: Tell) -> Outcome:
    """Link the records of some files. Each comes out once, in the order in which it came, with the id of its group.

    Raises:
        BadFile: a file cannot be read as records, or the output would take the place of one.
        OSError: an output cannot be written.
    """
    _spare(asked)
    model = _model(asked.model)
    order: list[str] = []
    together, apart = _pins(asked.pins)
    linked = link(
        _noted(rows(asked.paths, mapped=asked.mapped), order),
        today=today,
        model=model,
        together=together,
        apart=apart,
        known=_column(asked.known, "cluster_id") if asked.known else None,
        memory=asked.memory,
        tell=tell,
    )
    tell("writing")
    clusters = linked.clusters()
    _write(asked.output, ("record_id", "cluster_id"), ((each, clusters[each]) for each in order))
    if asked.review is not None:
        _write(asked.review, ("record_id_l", "record_id_r", "weight", "reason"), _asked_of(linked))
    doubted = linked.doubted()
    if asked.report is not None:
        asked.report.mkdir(parents=True, exist_ok=True)
        _write_json(asked.report / "report.json", _report(linked, clusters, doubted))
        _write_json(asked.report / "model.json", to_dict(linked.model))
    return Outcome(
        records=len(order),
        people=len(set(clusters.values())),
        questions=len(linked.questions),
        doubted=len(doubted),
        pairs=linked.pairs,
        model=linked.model.version,
        untrained=linked.model.untrained,
        seconds=linked.seconds,
    )


def evaluate_files(
    clusters: Path, *, labels: Path, label: str, by: str = ""
) -> tuple[Quality, dict[str, Quality]]:
    """How well groups of a file agree with what another says of the same records, in its column `label`.

    With `by`, the same for the records of each value of that column of the labels, side by side: whether one kind of people is
    served worse than another.

    Raises:
        BadFile: a file cannot be read, or lacks a column.
    """
    found = _column(clusters, "cluster_id")
    truth = _column(labels, label)
    if not found.keys() & truth.keys():
        raise BadFile(f"{clusters} and {labels} have no record in common.")
    kinds = _column(labels, by) if by else {}
    return quality(found, truth=truth), {
        kind: quality(found, truth={each: truth[each] for each in truth if kinds.get(each) == kind})
        for kind in sorted(set(kinds.values()))
    }


def _spare(asked: Asked) -> None:
    for output in (asked.output, asked.review):
        for path in asked.paths:
            if output is not None and output.exists() and path.exists() and output.samefile(path):
                raise BadFile(f"{output} cannot take the place of a file that is read.")


def _model(path: Path | None) -> Model | None:
    if path is None:
        return None
    try:
        return reading.model_of(path)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(f"{path} is no model: {error}") from error


def _noted(found: Iterator[dict[str, str]], order: list[str]) -> Iterator[dict[str, str]]:
    for row in found:
        order.append(row["record_id"])
        yield row


def _pins(path: Path | None) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs that people said are of one person, and pairs that they said are of two."""
    if path is None:
        return [], []
    said: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    for at, row in enumerate(_rows(path), start=2):
        is_same = {"yes": True, "no": False}.get(row.get("is_same", "").strip().lower())
        if is_same is None or not row.get("record_id_l") or not row.get("record_id_r"):
            raise BadFile(
                f"{path}, row {at}: needs record_id_l, record_id_r, and yes or no as is_same."
            )
        said[is_same].append((row["record_id_l"], row["record_id_r"]))
    return said[True], said[False]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines))
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not written in UTF-8.") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error


def _column(path: Path, name: str) -> dict[str, str]:
    found = _rows(path)
    if found and not {"record_id", name} <= found[0].keys():
        raise BadFile(f"{path} needs the columns record_id and {name}.")
    return {row["record_id"]: row[name] for row in found if row[name]}


def _asked_of(linked: Linked) -> Iterator[tuple[str, ...]]:
    for question in linked.questions:
        one, other = linked.records[question.one], linked.records[question.other]
        guards = {guard.value: guard.words for guard in Guard}
        words = (_REASONS | guards)[question.reason]
        yield one.record_id, other.record_id, f"{question.weight:.3f}", words


def _report(
    linked: Linked, clusters: Mapping[str, str], doubted: Mapping[str, Sequence[str]]
) -> dict[str, Any]:  # Any: as JSON has it
    sizes = Counter(Counter(clusters.values()).values())
    weights = Counter(int(pair.weight) for pair in linked.scored)
    guarded = Counter(pair.guard.value for pair in linked.scored if pair.guard is not None)
    return {
        "records": len(linked.records),
        "groups": {str(size): count for size, count in sorted(sizes.items())},
        "pairs": linked.pairs,
        "weights": {str(weight): count for weight, count in sorted(weights.items())},
        "guarded": dict(sorted(guarded.items())),
        "questions": len(linked.questions),
        "doubted": dict(sorted(doubted.items())),
        "largest_keys": [list(each) for each in linked.largest_keys],
        "untrained": list(linked.model.untrained),
        "seconds": linked.seconds,
    }


def _write(path: Path, header: Sequence[str], lines: Iterator[tuple[str, ...]]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(lines)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _write_json(path: Path, told: Mapping[str, Any]) -> None:  # Any: as JSON has it
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
