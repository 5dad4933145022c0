"""The settings of looking for viruses in files that are taken in."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.config.setting import Setting, number

SETTINGS = (
    Setting(
        name="VIRUS_SCANNER",
        meaning="A program that is given every file on its standard input before it is kept, and ends with 0 where it is clean and "
        "with 1 where it holds a virus. A file is refused where the program fails. Without one, files are checked for type and size alone.",
        default="no file is looked at for viruses",
        example="clamdscan --fdpass -",
    ),
    Setting(
        name="VIRUS_SCANNER_SECONDS",
        meaning="How long that program may take for one file before the file is refused.",
        default="30",
        example="60",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Scanning:
    program: str
    seconds: int


def read(environ: Mapping[str, str], *, faults: list[str]) -> Scanning:
    """Read the settings of looking for viruses, adding a sentence to `faults` for each that is wrong."""
    return Scanning(
        program=environ.get("VIRUS_SCANNER", "").strip(),
        seconds=number(environ, "VIRUS_SCANNER_SECONDS", default=30, limit=600, faults=faults),
    )
