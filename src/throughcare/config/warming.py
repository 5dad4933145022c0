"""Do before the first request what would otherwise be done in it."""

import gc
from typing import cast

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import reverse

YOUNG = 20_000
"""Objects made before those among them that nobody holds are looked for: about what a page makes."""


def warm() -> None:
    """Read all addresses and templates, and leave out of every later collection what a process keeps for ever.

    A collection stops all threads; one that goes through every class and template takes as long as a page.
    """
    templates = cast("Jinja2", engines.all()[0]).env  # the one engine of the setting `TEMPLATES`
    reverse("access:sign_in")  # reads the addresses of every room
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)
