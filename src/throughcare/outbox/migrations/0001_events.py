import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STATES = ["retrying", "done", "dead", "held", "dismissed"]

PUBLISH = """
CREATE FUNCTION outbox_publish(event text, about text, particulars jsonb, moment timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    event_id bigint;
BEGIN
    -- Held until commit: facts about one subject carry numbers in the order of their commits.
    PERFORM pg_advisory_xact_lock(hashtextextended('outbox ' || about, 0));
    INSERT INTO outbox_event (name, subject, payload, published_at)
    VALUES (event, about, particulars, moment) RETURNING id INTO event_id;
    RETURN event_id;
END $$;
REVOKE ALL ON FUNCTION outbox_publish FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_publish TO throughcare_app, throughcare_engine;
"""

# An event is the past: nobody changes or removes it. `tc.operations` is pinned by `access` for a
# request whose account looks after the system.
GRANTS = """
REVOKE ALL ON outbox_event, outbox_delivery FROM throughcare_app, throughcare_engine;
GRANT SELECT ON outbox_event TO throughcare_app, throughcare_engine;
GRANT SELECT, UPDATE ON outbox_delivery TO throughcare_app;
GRANT SELECT, INSERT, UPDATE ON outbox_delivery TO throughcare_engine;
GRANT USAGE ON SEQUENCE outbox_delivery_id_seq TO throughcare_engine;

ALTER TABLE outbox_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_operates ON outbox_event TO throughcare_app
    USING (current_setting('tc.operations', true) = 'on');
CREATE POLICY app_operates ON outbox_delivery TO throughcare_app
    USING (current_setting('tc.operations', true) = 'on');
CREATE POLICY engine_delivers ON outbox_event TO throughcare_engine USING (true);
CREATE POLICY engine_delivers ON outbox_delivery TO throughcare_engine USING (true);
"""

# The queue's tables come from outside the house. The application puts jobs in, and no more.
QUEUE_GRANTS = """
REVOKE ALL ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers FROM throughcare_app, throughcare_engine;
GRANT SELECT (id), INSERT ON procrastinate_jobs TO throughcare_app;
GRANT INSERT ON procrastinate_events TO throughcare_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,
    procrastinate_periodic_defers, procrastinate_workers TO throughcare_engine;
GRANT USAGE, SELECT ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq
    TO throughcare_app, throughcare_engine;
GRANT USAGE, SELECT ON SEQUENCE procrastinate_periodic_defers_id_seq TO throughcare_engine;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("subject", models.TextField()),
                ("payload", models.JSONField()),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index("subject", "id", name="outbox_event_of_subject")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="outbox.event",
                    ),
                ),
                ("subscriber", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("retrying", "will be tried again"),
                            ("done", "done"),
                            ("dead", "given up, waiting for a person"),
                            ("held", "waiting behind one that was given up"),
                            ("dismissed", "dismissed by a person"),
                        ]
                    ),
                ),
                ("attempts", models.SmallIntegerField(default=0)),
                ("fault", models.TextField(blank=True, default="")),
                ("changed_at", models.DateTimeField()),
                ("dismissed_by_id", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint("event", "subscriber", name="outbox_delivery_is_one"),
                    models.CheckConstraint(
                        name="outbox_delivery_state", condition=Q(state__in=STATES)
                    ),
                    models.CheckConstraint(
                        name="outbox_delivery_dismissed_by_somebody",
                        condition=Q(state="dismissed") ^ Q(dismissed_by_id__isnull=True),
                    ),
                ],
                "indexes": [
                    models.Index(
                        "subscriber",
                        "event",
                        name="outbox_delivery_in_the_way",
                        condition=Q(state__in=("retrying", "dead", "held")),
                    )
                ],
            },
        ),
        migrations.RunSQL(sql=PUBLISH, reverse_sql="DROP FUNCTION outbox_publish"),
        migrations.RunSQL(sql=GRANTS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=QUEUE_GRANTS, reverse_sql=migrations.RunSQL.noop),
    ]
