"""The limits of section 11: what is longer gets split, not excused."""

import ast

from tests.house.source import Module, modules

LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 60


def objections(module: Module) -> list[str]:
    lines = len(module.text.splitlines())
    too_long = (
        [f"{module.path} has {lines} lines; split it by subject"] if lines > LINES_IN_A_FILE else []
    )
    return too_long + [
        f"{module.path}:{node.lineno} {node.name} has {length} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LINES_IN_A_FUNCTION
    ]


def test_files_and_functions_keep_to_their_sizes():
    found = [line for module in modules() if not module.is_migration for line in objections(module)]

    assert found == []


def test_the_limits_bite():
    body = "    pass\n" * LINES_IN_A_FUNCTION
    long = Module(path="a.py", text=f"def long():\n{body}" + "\n" * LINES_IN_A_FILE)

    assert objections(long) == [
        "a.py has 461 lines; split it by subject",
        "a.py:1 long has 61 lines",
    ]
