import uuid

from django.db import migrations, models

# `tc.mailboxes` (codes of the units whose mail the account reads) and `tc.operations` (it looks
# after the system) are pinned by `access`; without them an account sees what was sent to itself.
GRANTS = """
REVOKE ALL ON notify_message FROM throughcare_app, throughcare_engine;
GRANT SELECT, INSERT ON notify_message TO throughcare_app;
GRANT UPDATE (read_at, read_by_id, state, settled_at, undelivered_reason, attempts)
    ON notify_message TO throughcare_app;
GRANT SELECT, INSERT, UPDATE ON notify_message TO throughcare_engine;

ALTER TABLE notify_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_sends ON notify_message FOR INSERT TO throughcare_app
    WITH CHECK (state = 'waiting');
CREATE POLICY app_reads ON notify_message FOR SELECT TO throughcare_app USING (
    recipient_kind = 'account' AND recipient_reference = current_setting('tc.account', true)
    OR routed_to = ANY (nullif(current_setting('tc.mailboxes', true), '')::text[])
    OR owner = ANY (nullif(current_setting('tc.mailboxes', true), '')::text[])
    OR current_setting('tc.operations', true) = 'on'
);
CREATE POLICY app_marks ON notify_message FOR UPDATE TO throughcare_app
    USING (true) WITH CHECK (true);
CREATE POLICY engine_delivers ON notify_message TO throughcare_engine USING (true);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("accepted_at", models.DateTimeField()),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("in-app", "in the house"),
                            ("email", "e-mail"),
                            ("text", "text message"),
                            ("letter", "letter"),
                        ]
                    ),
                ),
                (
                    "recipient_kind",
                    models.TextField(
                        choices=[
                            ("unit", "a unit's mailbox, by the unit's code"),
                            ("account", "an account, by its number"),
                            ("person", "a person, by case reference"),
                        ]
                    ),
                ),
                ("recipient_reference", models.TextField()),
                ("subject_kind", models.TextField(blank=True, default="")),
                ("subject_reference", models.TextField(blank=True, default="")),
                ("template", models.TextField()),
                ("parameters", models.JSONField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "waiting"),
                            ("delivered", "delivered"),
                            ("undelivered", "undelivered"),
                        ],
                        default="waiting",
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("owner", models.TextField()),
                ("routed_to", models.TextField(blank=True, default="")),
                ("settled_at", models.DateTimeField(null=True)),
                ("undelivered_reason", models.TextField(blank=True, default="")),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("routed_to"),
                        models.F("accepted_at"),
                        models.F("id"),
                        condition=models.Q(("routed_to", ""), _negated=True),
                        name="notify_message_of_mailbox",
                    ),
                    models.Index(
                        models.F("recipient_kind"),
                        models.F("recipient_reference"),
                        models.F("accepted_at"),
                        models.F("id"),
                        name="notify_message_of_recipient",
                    ),
                    models.Index(
                        models.F("accepted_at"),
                        models.F("id"),
                        condition=models.Q(("state", "delivered"), _negated=True),
                        name="notify_message_not_delivered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None),
                                ("state", "waiting"),
                                ("undelivered_reason", ""),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state", "delivered"),
                                ("undelivered_reason", ""),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("state", "undelivered"),
                                models.Q(("undelivered_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notify_message_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", ""), _negated=True),
                        name="notify_message_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["in-app", "email", "text", "letter"])),
                        name="notify_message_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recipient_kind__in", ["unit", "account", "person"]),
                            models.Q(("recipient_reference", ""), _negated=True),
                        ),
                        name="notify_message_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by_id", None)),
                            models.Q(("read_at__isnull", False), ("read_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="notify_message_read_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql=GRANTS, reverse_sql=migrations.RunSQL.noop),
    ]
