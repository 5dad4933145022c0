"""Whether a restored database holds the trail of the one that is served: each chain up to its head, by number and digest.

A digest covers its entry and the digest before it, so that one entry stands for all before it. SQL alone: of the two databases
one is none that Django knows.
"""

import psycopg

Heads = dict[int, tuple[int, str]]
"""Of each chain that has entries the number of the last, and its digest in hexadecimal."""


def heads(connection: psycopg.Connection) -> Heads:
    rows = connection.execute(
        "SELECT id, number, encode(digest, 'hex') FROM audit_chain WHERE number > 0"
    )
    return {chain: (number, digest) for chain, number, digest in rows}


def lacking(connection: psycopg.Connection, known: Heads) -> list[int]:
    """The chains, of those whose heads are known from elsewhere, that are not the same here up to there."""
    held = set()
    for chain, (number, digest) in known.items():
        found = connection.execute(
            "SELECT encode(digest, 'hex') = %s FROM audit_entry WHERE chain = %s AND number = %s",
            [digest, chain, number],
        ).fetchone()
        if found == (True,):
            held.add(chain)
    return sorted(set(known) - held)


def not_of(live: psycopg.Connection, *, restored: psycopg.Connection) -> list[int]:
    """The chains of a database that was restored from an older backup that are not those of the live one up to where they end.

    One without any entry is no backup of one that has some: all chains are told.
    """
    known = heads(restored)
    return lacking(live, known) if known else sorted(heads(live))
