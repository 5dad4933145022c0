"""`restructure take-over` and `--undo` are done by somebody who is named."""

import argparse

import pytest

from throughcare.cli import handing_over
from throughcare.config.faults import Fault


@pytest.mark.parametrize("more", [(), ("--undo",), ("--dry-run",)])
def test_the_command_line_asks_who_does_it(more):
    parser = argparse.ArgumentParser()
    handing_over.arguments(parser.add_subparsers(dest="part"))

    with pytest.raises(Fault) as asked:
        handing_over.run(parser.parse_args(["take-over", "a-package", *more]))

    assert str(asked.value) == "Say who does it, somebody who may switch: --as USERNAME"
