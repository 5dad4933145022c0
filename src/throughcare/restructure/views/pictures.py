"""The flow picture of a plan: each old provider, each new one, and what goes from one to the other; all of it links."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from throughcare.govuk import charts
from throughcare.restructure import queries
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.labels import labels
from throughcare.restructure.rules.plan import Plan


def chart(
    plan: queries.Plan, flows: Sequence[queries.Flow], *, kind: str, rule: str = ""
) -> charts.FlowChart | None:
    """None where nothing goes anywhere."""
    if not flows:
        return None
    old = labels({flow.from_code: flow.from_name for flow in flows})
    new = labels({flow.to_code: flow.to_name for flow in flows})
    together = under_one_parent(flows, queries.read(plan))
    links = [(old[flow.from_code], new[flow.to_code], flow.count) for flow in flows]
    made = charts.flow(
        links,
        key="flow",
        title=f"Where each {KINDS[kind].words} goes",
        left_heading="From",
        right_heading="To",
        count_heading="Number",
        highlighted=[name for code, name in new.items() if code in together],
    )
    return charts.led(
        made,
        charts.Hrefs(
            lefts={name: _provider(plan, code, kind) for code, name in old.items()},
            rights={name: _provider(plan, code, kind) for code, name in new.items()},
            ribbons={
                (old[flow.from_code], new[flow.to_code]): items_href(
                    plan, kind=kind, rule=rule, **{"from": flow.from_code, "to": flow.to_code}
                )
                for flow in flows
            },
        ),
    )


def under_one_parent(flows: Sequence[queries.Flow], read: Plan) -> frozenset[str]:
    """Codes of the bodies that the plan opens under another; none where all stand so, and nothing sets them apart."""
    under = frozenset(unit.code for unit in read.new_units if unit.parent is not None)
    return under if any(flow.to_code not in under for flow in flows) else frozenset()


def items_href(plan: queries.Plan, **narrowed: str) -> str:
    """The list of items, narrowed to some."""
    address = reverse("restructure:items", kwargs={"reference": plan.reference})
    return f"{address}?{urlencode({name: value for name, value in narrowed.items() if value})}"


def _provider(plan: queries.Plan, code: str, kind: str) -> str:
    address = reverse("restructure:provider", kwargs={"reference": plan.reference, "code": code})
    return f"{address}?{urlencode({'kind': kind})}"
