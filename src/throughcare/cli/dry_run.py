"""What a dry run found, in lines for a terminal: shares, posts, who is missing, loads, constraints and contradictions."""

from collections.abc import Iterator

from throughcare.restructure import queries as restructure

Report = restructure.Report
PARTS = frozenset({"shares", "posts", "hands", "loads", "constraints", "contradictions"})


def lines(found: Report) -> Iterator[str]:
    """The lines of each part of a report that has them."""
    yield from _shares(found.get("shares", []))
    yield from _posts(found.get("posts", []))
    yield from _hands(found.get("hands", []))
    yield from _loads(found.get("loads", []))
    yield from _constraints(found.get("constraints", []))
    yield from _contradictions(found.get("contradictions", []))


def _shares(told: list[Report]) -> Iterator[str]:
    if told:
        yield "shares:"
    for share in told:
        verdict = "as expected" if share["is_met"] else f"GAP of {share['gap']} points"
        yield (
            f"  {share['kind']} to {share['to']}: {share['found']} percent,"
            f" expected {share['percent']}: {verdict}"
        )
        if not share["is_met"]:
            yield from (f"    by the rule {rule}: {count:,}" for rule, count in share["rules"])
            if not share["rules"]:
                yield "    No rule sends anything there."


def _posts(told: list[Report]) -> Iterator[str]:
    if told:
        posts, people = (sum(each[part] for each in told) for part in ("posts", "people"))
        yield f"posts: {posts:,} for {people:,} people"
    for each in told:
        if each["people"] != each["posts"]:
            yield f"  {each['unit']} to {each['outcome']}: {each['people']:,} people for {each['posts']:,} posts"


def _hands(told: list[Report]) -> Iterator[str]:
    for each in told:
        yield f"{restructure.Lacking(**each).says} ({each['items']:,} there)"


def _loads(told: list[Report]) -> Iterator[str]:
    for load in told:
        yield f"work per {load['per']}: {load['count']:,}, {load['over']:,} over what the plan allows"
        for code, provider, before, after, at_most in load["most"]:
            yield f"  {code} in {provider}: {before:,} now, {after:,} then, at most {at_most:,}"


def _constraints(told: list[Report]) -> Iterator[str]:
    if told:
        yield "constraints:"
    for each in told:
        verdict = f"broken {each['broken']:,} times" if each["broken"] else "kept to"
        stops = "; the plan stops on it" if each["broken"] and each["stops"] else ""
        yield f"  {each['name']}: {verdict}{stops}"
        yield from (f"    {name}: {what}" for name, what in each["named"])


def _contradictions(told: list[Report]) -> Iterator[str]:
    if told:
        yield "rules that contradict one another:"
    for each in told:
        yield f"  {each['kind']}: {each['rule']} answered, {each['other']} would have answered otherwise: {each['count']:,}"
        yield f"    {', '.join(each['named'])}"
