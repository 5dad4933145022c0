"""What partners keeps, and how its owner is found."""

from throughcare.kernel.holdings import Waiting
from throughcare.organisation.holdings import (
    Inherited,
    KeptBack,
    NotDisclosed,
    PointsAt,
    Shared,
    WrittenByTheHouse,
    declare,
)

declare(
    Inherited(
        table="partners.Announcement",
        through="case",
        personal=("details",),
        plain=("crn", "name"),
    ),
    Shared(table="partners.Notice", plain=("crn", "name", "details")),
    Shared(
        table="partners.Webhook",
        personal=("url", "sealed_secret"),
        plain=("names", "position", "failures", "fault"),
    ),
    Waiting(
        name="webhook",
        words="webhook that goes on",
        relation="partners_webhook",
        key="id",
        waits="t.ended_at is null",
    ),
    WrittenByTheHouse(
        table="partners.Announcement",
        because="Facts are put in order as they are heard.",
        adds=True,
    ),
    PointsAt(table="partners.Webhook", column="account_id", to="access.Account"),
)

declare(
    NotDisclosed(
        table="partners.Announcement",
        called="What programs were told",
        because=KeptBack.WORKING,
    )
)
