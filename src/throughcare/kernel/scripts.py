"""Scripts of SQL, whose statements PostgreSQL prepares one by one."""

from collections.abc import Iterator


def statements(script: str) -> Iterator[str]:
    r"""The statements of a script; each but the last ends with a semicolon at the end of a line.

    >>> list(statements("create temp table near as select 1;\nanalyze near;\n"))
    ['create temp table near as select 1', 'analyze near']
    """
    for statement in script.split(";\n"):
        if statement.strip():
            yield statement
