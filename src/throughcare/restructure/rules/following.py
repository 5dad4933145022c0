"""Which kinds are answered by what others were answered, where that is not the same for every plan."""

from collections.abc import Iterator

from throughcare.kernel.conditions.syntax import names
from throughcare.restructure.rules.answers import direct_targets
from throughcare.restructure.rules.catalogue import LARGEST_SHARE, OF_ITS_CASES
from throughcare.restructure.rules.formulas import ByFormula, asks
from throughcare.restructure.rules.plan import Plan, Problem, SameAs

ACCOUNT, CASE = "account", "case"


def follows_cases(plan: Plan) -> bool:
    """Whether staff are answered by what becomes of their cases."""
    rules = plan.rules.get(ACCOUNT, ())
    targets = [target for rule in rules for target in direct_targets(rule)]
    asked = {name for rule in rules for name in names(rule.when)}
    asked |= {name for each in targets if isinstance(each, ByFormula) for name in asks(each)}
    if plan.staffing is not None:
        asked |= {each.attribute for each in plan.staffing.rank}
    followed = {each.related for each in targets if isinstance(each, SameAs)}
    return LARGEST_SHARE in followed or bool(asked & OF_ITS_CASES)


def check_following(plan: Plan) -> Iterator[Problem]:
    """Staff may follow their cases, or cases their officer or team: not one the other."""
    if not follows_cases(plan):
        return
    for rule in plan.rules.get(CASE, ()):
        for target in direct_targets(rule):
            if isinstance(target, SameAs):
                sentence = (
                    f"Staff follow their cases in this plan, so no case can follow its {target.related}."
                    " One of the two has to be answered first."
                )
                yield Problem(f"rules > {CASE} > {rule.name}", sentence)
