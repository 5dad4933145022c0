"""Writing the contents of documents: each a file named by the SHA-256 of its bytes, a piece at a time."""

import hashlib
from pathlib import Path
from typing import Final

from throughcare.documents import queries as documents
from throughcare.handover.choices import Part
from throughcare.handover.queries import packages, papers
from throughcare.handover.queries.owners import Body
from throughcare.handover.queries.papers import Paper
from throughcare.handover.rules.manifest import Papers

DIRECTORY: Final = Part.DOCUMENTS.value


def write(body: Body, *, place: Path) -> tuple[Papers, frozenset[str]]:
    """Write all that a body takes along, and give how much that is, with the paths. Who takes which is worked out before.

    What is there under its own digest is kept: an earlier hand-over wrote it.

    Raises:
        RuntimeError: the database has other bytes under a digest.
    """
    (place / DIRECTORY).mkdir(exist_ok=True)
    paths: set[str] = set()
    size = 0
    for paper in papers.kept_for(body):
        path = place / DIRECTORY / paper.digest
        if not (path.is_file() and packages.sha256(path) == paper.digest):
            _copy(paper, path=path)
        paths.add(f"{DIRECTORY}/{paper.digest}")
        size += paper.size
    return Papers(files=len(paths), bytes=size), frozenset(paths)


def _copy(paper: Paper, *, path: Path) -> None:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in documents.pieces(paper.digest):
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != paper.digest:
        raise RuntimeError(f"What is kept under {paper.digest} has another digest.")
