"""No code knows a reform: which bodies there are, and when they change, is said by rows and by files under `plans/`."""

import ast
import re

from tests.house.source import ROOT, Module, modules, rooms

_DEMONSTRATION = "shows a newcomer the reform of the demonstration"
_INVENTS = "invents the nation that the plan of the demonstration re-cuts"
_SHOWS = "shows parts of pages with words of the demonstration"
_DECIDES = "carries out the allocation policy, a decision that a plan calls by name"
EXCEPT = {
    "src/throughcare/restructure/views/guide.py": _DEMONSTRATION,
    "src/throughcare/nation/commands.py": _INVENTS,
    "src/throughcare/nation/legacy/lives.py": _INVENTS,
    "src/throughcare/nation/loading.py": _INVENTS,
    "src/throughcare/nation/queries.py": _INVENTS,
    "src/throughcare/nation/rules.py": _INVENTS,
    "src/throughcare/nation/tables.py": _INVENTS,
    "src/throughcare/govuk/views.py": _SHOWS,
    "src/throughcare/allocation/decisions.py": _DECIDES,
    "src/throughcare/allocation/rules/bodies.py": _DECIDES,
    "src/throughcare/allocation/queries/decided_files.py": "reads published examples, which name the body of their area",
    "src/throughcare/allocation/queries/layout.py": "dates cases with known answers that have no date of their own",
}
"""Each module that names a body or a year of a reform, and why it may."""
TEMPLATES_EXCEPT = {
    "restructure/guide.html": _DEMONSTRATION,
    "access/kinds_of_user.html": _DEMONSTRATION,
    "govuk/style_guide.html": _SHOWS,
}
BODIES = re.compile(
    r"(?<![a-z-])(trusts?|crcs?|nps(-division)?|regions?|[cn][0-9]{2})(?![a-z0-9-])",
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


def test_no_room_names_a_body_or_a_day_of_a_reform():
    found = {
        module.path: lines
        for module in modules()
        if module.room and not module.is_test and not module.is_migration
        if (lines := objections(module))
    }

    assert [line for path, lines in found.items() if path not in EXCEPT for line in lines] == []
    assert [path for path in EXCEPT if path not in found] == []


def test_no_template_names_a_body():
    pages = {
        path.relative_to(ROOT).as_posix().partition("/jinja2/")[2]: path.read_text()
        for room in rooms()
        for path in (ROOT / "src" / "throughcare" / room).rglob("*.html")
    }
    # The word is one of the web's, too: a part of a page, or what scrolls by itself.
    words = {
        name: re.sub(r'role="region"|{#.*?#}', "", text, flags=re.DOTALL)
        for name, text in pages.items()
        if name not in TEMPLATES_EXCEPT
    }

    assert len(words) > 100
    assert {name: found[0] for name, text in words.items() if (found := BODIES.search(text))} == {}


def test_the_wall_sees_a_body_a_code_and_a_year():
    text = '"""A trust, in words."""\nKINDS = ("trust", "case")\nCODE = f"is {1} N03"\nDAY = (2014, 6, 1)\n'

    assert sorted(objections(Module(path="a.py", text=text))) == [
        "a.py:2 names trust",
        "a.py:3 names N03",
        "a.py:4 knows 2014",
    ]
