"""What restructure keeps: about its own working, owned by nobody."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(table="restructure.Plan"),
    Shared(table="restructure.Approval"),
    Shared(table="restructure.Run"),
    Shared(table="restructure.Answer"),
    Shared(table="restructure.Override"),
    Shared(table="restructure.Hold"),
    Shared(table="restructure.Changed"),
    Shared(table="restructure.Book"),
    Shared(table="restructure.Digest"),
    Shared(table="restructure.Clock"),
    Shared(table="restructure.Difference"),
    Shared(table="restructure.Evidence"),
)
