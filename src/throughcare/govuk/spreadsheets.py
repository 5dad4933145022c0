"""Lists as files for a spreadsheet."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse


def as_csv(name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file of comma-separated values, by the name that it is saved under."""
    file = HttpResponse(content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(rows)
    return file
