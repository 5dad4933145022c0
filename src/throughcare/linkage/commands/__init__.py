"""Linking files of records, and training: what takes an engine, and is loaded only where it is asked for."""

from throughcare.linkage.commands.files import Asked, Outcome, evaluate_files, link_files
from throughcare.linkage.commands.linking import Linked, link
from throughcare.linkage.commands.preparing import standard_form
from throughcare.linkage.commands.reading_files import BadFile, read_map
from throughcare.linkage.rules.measures import Quality, quality

__all__ = [
    "Asked",
    "BadFile",
    "Linked",
    "Outcome",
    "Quality",
    "evaluate_files",
    "link",
    "link_files",
    "quality",
    "read_map",
    "standard_form",
]
