"""The source as data, for the tests of the walls."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "throughcare"


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: where it stands and what it says."""

    path: str
    """From the root of the project, as `src/throughcare/people/queries.py`."""
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def room(self) -> str:
        """The room it is in, or nothing for what is in none."""
        parts = Path(self.path).parts
        return parts[2] if parts[:2] == ("src", PACKAGE) and len(parts) > 3 else ""

    @property
    def is_test(self) -> bool:
        return "tests" in Path(self.path).parts or Path(self.path).name == "conftest.py"

    @property
    def is_migration(self) -> bool:
        return "migrations" in Path(self.path).parts


def modules() -> Iterator[Module]:
    """Give every Python file that is ours."""
    for place in ("conftest.py", "src", "tests", "benchmarks"):
        start = ROOT / place
        for path in [start] if start.is_file() else sorted(start.rglob("*.py")):
            yield Module(path=str(path.relative_to(ROOT)), text=path.read_text())


def rooms() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "src" / PACKAGE).glob("*/__init__.py"))


@dataclass(frozen=True, kw_only=True)
class Import:
    """One imported name. `import a.b` has no name; `from a import b as c` has `b`, known as `c`."""

    line: int
    module: str
    name: str
    known_as: str


def imports(tree: ast.Module) -> Iterator[Import]:
    """Give what a module imports, but for what only its type hints need."""
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(
                    line=node.lineno, module=alias.name, name="", known_as=alias.asname or ""
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield Import(
                    line=node.lineno,
                    module=node.module,
                    name=alias.name,
                    known_as=alias.asname or alias.name,
                )
