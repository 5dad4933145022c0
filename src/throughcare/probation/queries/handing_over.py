"""What is there of a record, and what is missing, before it goes to another provider."""

from django.db import connection

from throughcare.probation.rules.handing_over import Facts, Item, items


def handover_items(case_id: int) -> tuple[Item, ...]:
    """Every item of the check of a record; none for who neither works on the case nor is asked to take it on. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM probation_handover_facts(%s)", [case_id])
        row = cursor.fetchone()
    if row is None:
        return ()
    return items(Facts(**dict(zip(Facts.__dataclass_fields__, row, strict=True))))


def handover_items_asked(transfer_id: int) -> tuple[Item, ...]:
    """As `handover_items`, by a transfer that waits for the viewer; one query more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.case_id FROM probation_transfers_known('to-answer') t WHERE t.id = %s",
            [transfer_id],
        )
        row = cursor.fetchone()
    return () if row is None else handover_items(row[0])
