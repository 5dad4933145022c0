"""What must always be true of check-ins, asked of any database."""

from throughcare.organisation import queries as organisation


def broken() -> list[organisation.Broken]:
    """Every row for which a promise of this room does not hold, by rule and row; to be asked as the engine or the owner."""
    return organisation.broken(room="checkins")
