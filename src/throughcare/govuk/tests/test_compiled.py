import errno
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from jinja2.bccache import FileSystemBytecodeCache

from throughcare.govuk.compiled import CompiledTemplates


def _environment(directory: Path, **templates: str) -> Environment:
    return Environment(
        loader=DictLoader(templates),
        autoescape=True,
        bytecode_cache=CompiledTemplates.in_directory(directory),
    )


def test_what_was_compiled_once_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _environment(tmp_path, page="Seen by {{ who }}").get_template("page")
    again = _environment(tmp_path, page="Seen by {{ who }}")
    monkeypatch.setattr(again, "compile", None)
    assert again.get_template("page").render(who="Ann") == "Seen by Ann"


def test_a_template_that_has_changed_is_compiled_again(tmp_path: Path) -> None:
    _environment(tmp_path, page="Before").get_template("page").render()
    assert _environment(tmp_path, page="After").get_template("page").render() == "After"


def test_a_full_disk_refuses_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemBytecodeCache, "dump_bytecode", full)
    assert _environment(tmp_path, page="Here").get_template("page").render() == "Here"


def test_nobody_else_reads_them_and_no_place_is_no_fault(tmp_path: Path) -> None:
    kept = tmp_path / "templates"
    assert CompiledTemplates.in_directory(kept)
    assert kept.stat().st_mode & 0o077 == 0
    (tmp_path / "a file").touch()
    assert CompiledTemplates.in_directory(tmp_path / "a file" / "templates") is None
