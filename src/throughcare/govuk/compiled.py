"""Templates as Python has compiled them, kept on disk: to compile all of them takes longer than to start."""

from contextlib import suppress
from pathlib import Path
from typing import Self

from jinja2.bccache import Bucket, FileSystemBytecodeCache


class CompiledTemplates(FileSystemBytecodeCache):
    """What was compiled before, as long as its template has not changed since."""

    @classmethod
    def in_directory(cls, directory: Path) -> Self | None:
        """Keep them there, readable by nobody else; or nowhere, if nothing can be written."""
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return None
        return cls(str(directory))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """A full disk is no reason to refuse a page."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
