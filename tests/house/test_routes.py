"""Every route says who may use it: an action, whoever is signed in, or everybody."""

from collections.abc import Callable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

Door = Callable[..., HttpResponse]


def routes(patterns: list[URLPattern | URLResolver], at: str = "/") -> Iterator[tuple[str, Door]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, f"{at}{one.pattern}")
        else:
            yield f"{at}{one.pattern}", one.callback


def silent(patterns: list[URLPattern | URLResolver]) -> list[str]:
    """Give the routes that do not say who may use them."""
    return [
        address
        for address, door in routes(patterns)
        if not hasattr(door, "who") and getattr(door, "login_required", True)
    ]


def test_every_route_says_who_may_use_it():
    assert silent(get_resolver().url_patterns) == []


def test_the_wall_sees_a_route_that_says_nothing():
    def says_nothing(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    @login_not_required
    def for_everybody(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert silent([path("silent", says_nothing), path("open", for_everybody)]) == ["/silent"]
