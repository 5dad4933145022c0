"""Examples in docstrings are true."""

import doctest
from importlib import import_module

import pytest

from tests.house.source import modules

WITH_EXAMPLES = [
    module.path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    for module in modules()
    if not module.is_test and ">>> " in module.text
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_docstrings_are_true(name):
    outcome = doctest.testmod(import_module(name))

    assert outcome.attempted > 0
    assert outcome.failed == 0
