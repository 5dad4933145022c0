"""No code knows a reform: which bodies there are, and when they change, is said by rows and by files under `plans/`."""

import ast
import re

from tests.house.source import ROOT, Module, modules

ENGINE = ("kernel", "organisation", "access", "restructure")
DEMONSTRATION = {"src/throughcare/restructure/views/guide.py"}
TEMPLATES_OF_DEMONSTRATION = {"restructure/guide.html", "access/kinds_of_user.html"}
BODIES = re.compile(
    r"(?<![a-z-])(trusts?|crcs?|nps(-division)?|regions?|[cn][0-9]{2})(?![a-z-])",
    re.IGNORECASE,
)
YEARS = {2014, 2015, 2021}


def docstrings(tree: ast.Module) -> set[int]:
    """What is told to people who read the code, and the examples in it."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", [])
        for each in body if isinstance(body, list) else []:
            if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant):
                found.add(id(each.value))
    return found


def objections(module: Module) -> list[str]:
    told = docstrings(module.tree)
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or id(node) in told:
            continue
        if isinstance(node.value, str) and (word := BODIES.search(node.value)):
            found.append(f"{module.path}:{node.lineno} names {word[0]}")
        elif type(node.value) is int and node.value in YEARS:
            found.append(f"{module.path}:{node.lineno} knows {node.value}")
    return found


def test_the_engine_names_no_body_and_no_day_of_a_reform():
    found = [
        line
        for module in modules()
        if module.room in ENGINE and not module.is_test and not module.is_migration
        if module.path not in DEMONSTRATION
        for line in objections(module)
    ]

    assert found == []


def test_the_templates_of_the_engine_name_no_body():
    pages = {
        path.relative_to(ROOT).as_posix().partition("/jinja2/")[2]: path.read_text()
        for room in ENGINE
        for path in (ROOT / "src" / "throughcare" / room).rglob("*.html")
    }
    words = {
        name: re.sub(r'role="region"', "", text)
        for name, text in pages.items()
        if name not in TEMPLATES_OF_DEMONSTRATION
    }

    assert len(words) > 10
    assert {name: found[0] for name, text in words.items() if (found := BODIES.search(text))} == {}


def test_the_wall_sees_a_body_a_code_and_a_year():
    text = '"""A trust, in words."""\nKINDS = ("trust", "case")\nCODE = f"is {1} N03"\nDAY = (2014, 6, 1)\n'

    assert sorted(objections(Module(path="a.py", text=text))) == [
        "a.py:2 names trust",
        "a.py:3 names N03",
        "a.py:4 knows 2014",
    ]
