import argparse
import re

import pytest

from throughcare.cli import program, settings
from throughcare.cli.program import Needs
from throughcare.config.faults import Fault


def test_every_module_of_the_package_is_a_sub_command_with_help_and_options():
    loaded = {name: program._load(name) for name in program.names()}

    assert {"check", "demo", "migrate", "serve", "settings", "test", "worker"} <= set(loaded)
    for name, command in loaded.items():
        parser = argparse.ArgumentParser()
        command.arguments(parser)
        assert re.match(r"[A-Z].*[^ ]", command.__doc__ or ""), name
        assert callable(command.run), name


def test_what_a_module_needs_is_read_before_it_is_loaded():
    assert program._needs("settings", part=[]) is Needs.NOTHING
    assert program._needs("migrate", part=[]) is Needs.DATABASE
    assert program._needs("restructure", part=[]) is Needs.CURRENT_DATABASE
    words = ["hand-over", "--verify", "a-package"]
    assert program._needs("restructure", part=words) is Needs.DJANGO
    assert program._needs("restructure", part=words[:1]) is Needs.CURRENT_DATABASE
    assert program._role(["restructure"], part=["take-over"]).name == "OWNER"
    assert program._role(["restructure"], part=words).name == "ENGINE"
    assert program._role(["serve"], part=[]).name == "APP"
    assert program._role(["worker"], part=[]).name == "ENGINE"
    assert program._role(["migrate"], part=[]).name == "OWNER"


def test_a_fault_is_a_sentence_and_no_trace(monkeypatch, capsys):
    def fail(options: argparse.Namespace) -> int:
        del options
        raise Fault("The disk is full. Free some space.")

    monkeypatch.setattr(settings, "run", fail)

    assert program.main(["settings"]) == 1
    assert capsys.readouterr() == ("", "The disk is full. Free some space.\n")


@pytest.mark.parametrize("port", ["0", "-5", "65536", "eighty"])
def test_a_port_that_is_none_is_refused_before_anything_starts(port, capsys):
    with pytest.raises(SystemExit) as ended:
        program.main(["serve", f"--port={port}"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith(
        "error: argument --port: must be a whole number from 1 to 65535\n"
    )


def test_an_unknown_word_lists_what_there_is(capsys):
    with pytest.raises(SystemExit):
        program.main(["seve"])

    assert "serve" in capsys.readouterr().err
