"""YAML as plain values, with the line of every path and every key that stands twice.

Only `true`, `false`, `null` and whole numbers are other than text, so that no code, date or decimal
turns into something else on the way.
"""

import re
from dataclasses import dataclass, field
from typing import Final

import yaml

from throughcare.restructure.rules.plan import Problem

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]

LARGEST: Final = 1_000_000
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_CONSTANTS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "": None}


def worded(path: Path) -> str:
    """A path for people: positions in lists count from one."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in path]
    return " > ".join(steps) if steps else "the plan"


@dataclass
class Loaded:
    value: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, sentence: str) -> Problem:
        """A problem at a path, with the line of the nearest part that stands in the file."""
        near = path
        while near and near not in self.lines:
            near = near[:-1]
        return Problem(path=worded(path), sentence=sentence, line=self.lines.get(near, 0))


def load(text: str) -> Loaded:
    """Read one document. What cannot be read at all is a problem without a value."""
    loaded = Loaded()
    if len(text) > LARGEST:
        loaded.problems.append(loaded.problem((), "A plan has at most a million characters."))
        return loaded
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        sentence = "Parts of it stand within one another in hundreds."
        loaded.problems.append(loaded.problem((), sentence))
        return loaded
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        says = getattr(fault, "problem", None) or "the text cannot be read"
        loaded.problems.append(
            Problem(path="the plan", sentence=f"This is not YAML: {says}.", line=line)
        )
        return loaded
    if node is None:
        loaded.problems.append(loaded.problem((), "The plan is empty."))
        return loaded
    loaded.value = _plain(node, (), loaded, frozenset())
    return loaded


def _plain(node: yaml.Node, path: Path, loaded: Loaded, above: frozenset[int]) -> Plain:
    loaded.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in above:
        loaded.problems.append(loaded.problem(path, "A part of the plan contains itself."))
        return None
    inside = above | {id(node)}
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, loaded, inside)
        case yaml.SequenceNode():
            return [_plain(each, (*path, at), loaded, inside) for at, each in enumerate(node.value)]
        case _:
            return _scalar(node)


def _mapping(
    node: yaml.MappingNode, path: Path, loaded: Loaded, above: frozenset[int]
) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            loaded.problems.append(loaded.problem(path, "A key must be text."))
            continue
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in values:
            first = loaded.lines[(*path, key)]
            sentence = f"{key} stands twice, first in line {first}."
            loaded.problems.append(Problem(path=worded((*path, key)), sentence=sentence, line=line))
            continue
        loaded.lines[*path, key] = line
        values[key] = _plain(value_node, (*path, key), loaded, above)
    return values


def _scalar(node: yaml.Node) -> Plain:
    text = str(node.value)
    if getattr(node, "style", None) is not None:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _WHOLE.fullmatch(text) else text
