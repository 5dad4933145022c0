import gc
from collections.abc import Iterator

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from throughcare.config import warming


@pytest.fixture
def as_it_was() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("as_it_was")
def test_after_warming_every_page_is_compiled_and_out_of_the_way_of_collections() -> None:
    warming.warm()
    (engine,) = engines.all()
    assert isinstance(engine, Jinja2)
    pages = engine.env.list_templates(extensions=["html"])
    compiled = {name for _, name in engine.env.cache}
    assert compiled == set(pages)
    assert gc.get_freeze_count() > len(pages)
