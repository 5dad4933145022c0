"""What access keeps, and how its owner is found."""

from throughcare.kernel.holdings import NotInFlight, Waiting
from throughcare.organisation.holdings import Direct, GoesWith, PointsAt, Quoted, Shared, declare

declare(
    Direct(
        table="access.Post",
        kind="account",
        assignments="access.PostAssignment",
        facts="access_post_facts",
        begins="starts_at",
        # A post on which nobody sits is nobody's account.
        closed="t.ends_at <= {at} or t.account_id is null",
        plain=("code",),
    ),
    Shared(table="access.Account", personal=("username", "display_name", "email", "grade")),
    Shared(table="access.Equality", personal=("sex", "born_on", "is_disabled")),
    Shared(table="access.StaffChoice", personal=("preference", "score"), plain=("stated_on",)),
    Shared(table="access.Permission", is_for_all=True),
    Shared(table="access.Protocol", plain=("reader_kind", "owner_kind"), is_for_all=True),
    Shared(table="access.Restriction", personal=("reason", "message")),
    Shared(table="access.Grant", personal=("reason",)),
    Shared(table="access.Password", personal=("digest",)),
    Shared(table="access.CodeKey", personal=("sealed",), plain=("last_step",)),
    Shared(table="access.RecoveryCode", personal=("digest",)),
    Shared(table="access.Passkey", personal=("credential", "public_key", "name"), plain=("uses",)),
    Shared(table="access.Invitation", personal=("digest",)),
    Shared(table="access.ProgramKey", personal=("digest",), plain=("name",)),
    Shared(table="access.ProviderLink", personal=("subject",), plain=("issuer",)),
    Shared(table="access.Attempts", personal=("digest",), plain=("failures",)),
    # The form that somebody is sent to set up how they sign in. It ends by the machine's clock.
    Waiting(
        name="invitation",
        words="invitation to set up a sign-in that nobody has used",
        relation="access_invitation",
        key="id",
        waits="t.used_at is null and t.ends_at > clock_timestamp()",
    ),
    Waiting(
        name="emergency",
        words="case opened in an emergency that a manager looks at",
        relation="access_grant",
        key="id",
        waits="t.kind = 'emergency' and t.starts_at <= tc_now() and t.ends_at > tc_now()",
    ),
)

# What somebody proves themselves with never leaves, and neither does what they said of themselves for statistics.
declare(
    GoesWith(table="access.Account", to="access.Post", named_by="account", begins="starts_at"),
    GoesWith(table="access.StaffChoice", to="access.Post", through="post"),
    PointsAt(table="access.Restriction", column="made_by_id", to="access.Account"),
    Quoted(
        table="access.Account",
        by=("reference",),
        told_as=(
            ("username", "'elsewhere-' || reference::text"),
            ("display_name", "'Somebody elsewhere'"),
            ("email", "''"),
            ("is_active", "false"),
            ("grade", "''"),
        ),
    ),
    Quoted(table="access.Post", by=("reference",), told_as=(("account_id", "null::bigint"),)),
)

declare(
    NotInFlight(
        table="access.Passkey", because="In force until it is taken away; it waits for nobody."
    ),
    NotInFlight(table="access.RecoveryCode", because="Good until it is used; it waits for nobody."),
)
