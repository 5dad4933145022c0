"""What may be asked of records: whom they are of, and how well that is answered."""

from throughcare.linkage.queries.files import Asked, Outcome, evaluate_files, link_files
from throughcare.linkage.queries.linking import Linked, link, standard_form
from throughcare.linkage.queries.reading_files import BadFile, read_map
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
