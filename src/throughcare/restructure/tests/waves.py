"""Cutting the plan of 2014 into waves: plan files that each take some of the trusts, with what belongs to them."""

from collections.abc import Collection
from typing import Any

import yaml

from throughcare.restructure.rules.yaml_text import load
from throughcare.restructure.tests.plans import F1

Written = dict[str, Any]  # Any: what the schema of plans allows


def trusts() -> list[str]:
    return list(_whole()["old units"]["names"])


def with_division(*divisions: str) -> list[str]:
    """The trusts that lie in some divisions."""
    rows = _whole()["tables"]["division of the trust"]["rows"]
    return [trust for trust, division in rows.items() if division in divisions]


def wave(
    name: str,
    of: Collection[str],
    *,
    instant: str,
    opened: Collection[str] = (),
    national: bool = True,
) -> str:
    """The text of a plan for some trusts; `opened` are new units that an earlier wave opens."""
    plan = _whole()
    edges = [edge for edge in plan["succession"][0]["edges"] if edge["from"] in of]
    new = {code for edge in edges for code in edge["to"]}
    begins = new - set(opened)
    plan |= {"plan": f"wave-{name}", "title": f"Wave {name}", "instant": instant}
    plan["programme"] = "in-waves"
    plan["old units"]["names"] = _kept(plan["old units"]["names"], of)
    plan["new units"] = [
        {
            **{key: each for key, each in group.items() if national or key != "parent"},
            "names": names,
        }
        for group in plan["new units"]
        if (names := _kept(group["names"], begins | ({"NPS"} if national else set()) - set(opened)))
    ]
    plan["owners"][0]["units"] = [code for code in plan["owners"][0]["units"] if code in begins]
    plan["reporting"][0]["units"] = plan["owners"][0]["units"]
    plan["succession"][0] |= {"event": f"WAVE-{name}", "edges": edges}
    for table in plan["tables"].values():
        table["rows"] = _kept(table["rows"], of)
    plan["staff"]["posts"] = _kept(plan["staff"]["posts"], of)
    del plan["expected"]
    examples = plan["tests"]["examples"]
    plan["tests"]["examples"] = [each for each in examples if each["facts"]["provider"] in of]
    return yaml.safe_dump(plan, sort_keys=False)


def _whole() -> Written:
    read = load(F1.read_text()).value
    assert isinstance(read, dict)
    return dict(read)


def _kept(of_all: Written, codes: Collection[str]) -> Written:
    return {code: each for code, each in of_all.items() if code in codes}
