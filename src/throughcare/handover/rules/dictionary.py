"""The data dictionary of a package, for people: every table and column, and what the codes mean."""

from collections.abc import Iterable

from throughcare.handover.choices import Part
from throughcare.handover.rules.manifest import File, Papers
from throughcare.handover.rules.shapes import Column, Shape, Shapes

_INTRODUCTION = """# Data dictionary: {name} ({code})

Everything that {name} owned as at {as_at}. Each file is Apache Parquet; `manifest.json` lists them with their digests.

| part | what is in it |
| --- | --- |
{parts}

Moments are in UTC. A column that is marked *personal* tells something about somebody.
"""

_PAPERS = """## What is in documents

`documents/` has {papers.files:,} files of {papers.bytes:,} bytes in all. Each is what is in a document, as it was taken in,
and is *personal*. Its name is the SHA-256 of its bytes in hexadecimal, and `documents/documents_blob.parquet` has a row
for each: that name as `digest`, how many bytes there are (`size`), and of which type they are (`media_type`).
`probation_document` names the latest content of a document, as `digest`; `documents_version` names that of each version,
as `blob_id`, where its `document_id` is the `reference` of the document.

A row whose `storage` is `reference` has no file: the bytes were not in the system of the giver, and `place` says where they
are. A document whose `digest` no row has was known there without its content.
"""


def page(
    *, code: str, name: str, as_at: str, files: Iterable[File], papers: Papers, shapes: Shapes
) -> str:
    listed = list(files)
    parts = "\n".join(f"| `{part.value}` | {part.label} |" for part in Part)
    tables = dict.fromkeys(file.table for file in listed)
    by_table = {shape.table: shape for shape in shapes.all}
    return "\n".join(
        [
            _INTRODUCTION.format(code=code, name=name, as_at=as_at, parts=parts),
            _PAPERS.format(papers=papers),
            *(
                _table(by_table[table], [file for file in listed if file.table == table])
                for table in tables
            ),
            "## What was left out\n",
            "| table | why |\n| --- | --- |",
            *(f"| `{label}` | {why} |" for label, why in sorted(shapes.left_out.items())),
            "",
        ]
    )


def _table(shape: Shape, files: list[File]) -> str:
    held = ", ".join(f"`{file.path}` ({file.rows:,} rows)" for file in files)
    return "\n".join(
        [
            f"## {shape.table}\n",
            f"{shape.about}\n" if shape.about else "",
            f"Files: {held}\n",
            "| column | type | meaning | personal | codes |\n| --- | --- | --- | --- | --- |",
            *(_column(column) for column in shape.columns),
            "",
        ]
    )


def _column(column: Column) -> str:
    codes = "; ".join(f"`{value}` {label}" for value, label in column.values)
    personal = "yes" if column.is_personal else ""
    kind = column.type + (", may be empty" if column.is_nullable else "")
    return f"| `{column.name}` | {kind} | {column.meaning} | {personal} | {codes} |"
