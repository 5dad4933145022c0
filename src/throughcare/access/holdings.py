"""What access keeps, and how its owner is found."""

from throughcare.organisation.holdings import Direct, Shared, declare

declare(
    Direct(
        table="access.Post",
        kind="account",
        assignments="access.PostAssignment",
        facts="access_post_facts",
    ),
    Shared(table="access.Account"),
    Shared(table="access.Equality"),
    Shared(table="access.StaffChoice"),
    Shared(table="access.Permission"),
    Shared(table="access.Protocol"),
    Shared(table="access.Restriction"),
    Shared(table="access.Grant"),
    Shared(table="access.Password"),
    Shared(table="access.CodeKey"),
    Shared(table="access.RecoveryCode"),
    Shared(table="access.Passkey"),
    Shared(table="access.Invitation"),
    Shared(table="access.ProviderLink"),
    Shared(table="access.Attempts"),
)
