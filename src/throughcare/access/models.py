"""Tables of access. Items and people are held by id: both live in rooms above this one."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from throughcare.access.choices import (
    Action,
    AttemptKind,
    GrantKind,
    Reach,
    RestrictionKind,
    Role,
    View,
)
from throughcare.organisation.choices import Hierarchy
from throughcare.organisation.holdings import Assignment, once_at_an_instant


class Account(AbstractBaseUser):
    """Somebody, or some system, that signs in. Its name is personal data and never its key.

    Every member of staff may see accounts. How one is proved stands in tables of its own, below.
    """

    password = None  # type: ignore[assignment]  # Django's way to leave out an inherited column
    last_login = None
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    grade = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField()
    signed_out_at = models.DateTimeField(null=True)
    """Sessions that began before are over, by the machine's clock."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return f"account {self.pk}"


class Equality(models.Model):
    """What an account said of itself, for statistics on a staff assignment and nothing else."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=1, blank=True)
    born_on = models.DateField(null=True)
    is_disabled = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"equality of account {self.account_id}"


class Post(models.Model):
    """A seat that an account holds. The unit it is in is dated: `PostAssignment`."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account"], name="access_post_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="access_post_ends_no_sooner_than_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class StaffChoice(models.Model):
    """What the holder of a post asked for when told of a reform, and the published score of the post."""

    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="+")
    preference = models.CharField(max_length=20)
    score = models.DecimalField(max_digits=5, decimal_places=2)
    stated_on = models.DateField()

    def __str__(self) -> str:
        return f"choice of post {self.post_id}"


class PostAssignment(Assignment):
    item = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [once_at_an_instant("access_postassignment")]
        indexes = [
            models.Index(fields=["owner"], name="access_postassignment_owner"),
            models.Index(fields=["holder"], name="access_postassignment_holder"),
            models.Index(fields=["change"], name="access_postassignment_change"),
        ]

    def __str__(self) -> str:
        return f"post {self.item_id} in unit {self.holder_id}"


class Permission(models.Model):
    """A role may do an action, so far from its unit, along a hierarchy. Dated: a policy changes by a row."""

    role = models.CharField(max_length=20, choices=Role.choices)
    action = models.CharField(max_length=30, choices=Action.choices)
    reach = models.CharField(max_length=10, choices=Reach.choices)
    hierarchy = models.CharField(max_length=12, choices=Hierarchy.choices, default=Hierarchy.LINE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "action", "reach", "hierarchy", "starts_at"],
                name="access_permission_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.action} {self.reach}"


class Protocol(models.Model):
    """Staff in one kind of provider may read the records of another kind, in full or the minimum view."""

    reader_kind = models.CharField(max_length=20)
    owner_kind = models.CharField(max_length=20)
    view = models.CharField(max_length=10, choices=View.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader_kind", "owner_kind", "view", "starts_at"],
                name="access_protocol_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_kind} reads {self.owner_kind} {self.view}"


class Restriction(models.Model):
    """A named account is kept from a person's record, or is among the only ones let in."""

    person_id = models.BigIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=RestrictionKind.choices)
    reason = models.CharField(max_length=300)
    message = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="access_restriction_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Grant(models.Model):
    """A dated exception for one account and one case: reason, end, and who was told."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    case_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=GrantKind.choices)
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    told_account_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "case_id"], name="access_grant_account_case"),
            models.Index(
                fields=["case_id"],
                condition=Q(kind=GrantKind.TRANSITION),
                name="access_grant_transition",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="access_grant_ends"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="access_grant_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} grant {self.pk}"


class Password(models.Model):
    """What an account's password is held against. Moments here and below are of the machine's clock."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"password of account {self.account_id}"


class CodeKey(models.Model):
    """The key that an account's one-time codes are made from (RFC 6238), sealed."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    set_at = models.DateTimeField()
    last_step = models.BigIntegerField()
    """The time step of the last code that was used: neither it nor an earlier one counts again."""

    def __str__(self) -> str:
        return f"code key of account {self.account_id}"


class RecoveryCode(models.Model):
    """Stands in for a one-time code, once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="access_recoverycode_once"),
        ]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Passkey(models.Model):
    """A key pair whose other half never leaves the device that made it (WebAuthn)."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    uses = models.BigIntegerField()
    """How often it was used, as the device counts; a device that does not count says 0."""
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"passkey {self.reference}"


class Invitation(models.Model):
    """Lets whoever has its link set up how an account signs in, once."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class ProgramKey(models.Model):
    """Lets a program ask as its account over the interface, until a day. Only a digest of the token is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("made_at")), name="access_programkey_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.reference}"


class ProviderLink(models.Model):
    """Whom an OpenID Connect provider means by a subject, since when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                condition=Q(ends_at=None),
                name="access_providerlink_one_account",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="access_providerlink_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"provider link {self.pk}"


class Attempts(models.Model):
    """How often proof has failed lately: for one name, or from one address. Both are digests."""

    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    digest = models.CharField(max_length=64)
    failures = models.IntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="access_attempts_once"),
        ]
        indexes = [models.Index(fields=["since"], name="access_attempts_since")]

    def __str__(self) -> str:
        return f"attempts {self.pk}"
