import django.contrib.postgres.fields
from django.db import migrations, models

TABLES = """
CREATE TABLE audit_chain (
    id smallint PRIMARY KEY CHECK (id BETWEEN 0 AND 63),
    number bigint NOT NULL,
    digest bytea NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE audit_entry (
    chain smallint NOT NULL REFERENCES audit_chain,
    number bigint NOT NULL CHECK (number > 0),
    at timestamptz NOT NULL,
    written_at timestamptz NOT NULL,
    account_id bigint,
    action text NOT NULL CHECK (action <> ''),
    subject_kind text NOT NULL CHECK (subject_kind <> ''),
    subject_references text[] NOT NULL,
    detail jsonb NOT NULL,
    request_id uuid,
    previous bytea NOT NULL,
    digest bytea NOT NULL,
    PRIMARY KEY (chain, number)
);
CREATE INDEX audit_entry_subject ON audit_entry USING gin (subject_references);
CREATE INDEX audit_entry_account ON audit_entry (account_id, at);

CREATE TABLE audit_seal (
    number bigint PRIMARY KEY CHECK (number > 0),
    at timestamptz NOT NULL,
    written_at timestamptz NOT NULL,
    heads jsonb NOT NULL,
    previous bytea NOT NULL,
    digest bytea NOT NULL
);
"""

# The content is written as a JSON array: its text is the same on every server and in every session
# (moments as whole microseconds, keys of `detail` in jsonb's own order).
FUNCTIONS = """
CREATE FUNCTION audit_append(
    account bigint, act text, kind text, subjects text[], particulars jsonb, moment timestamptz,
    request uuid
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head audit_chain;
    written timestamptz := clock_timestamp();
    link bytea;
BEGIN
    -- Held until commit: numbers are contiguous and each entry follows the one before.
    SELECT * INTO STRICT head FROM audit_chain
    WHERE id = mod(abs(coalesce(account, 0)), 64) FOR NO KEY UPDATE;
    head.number := head.number + 1;
    link := sha256(head.digest || convert_to(jsonb_build_array(
        head.id, head.number,
        (extract(epoch FROM moment) * 1000000)::bigint,
        (extract(epoch FROM written) * 1000000)::bigint,
        account, act, kind, subjects, particulars, request
    )::text, 'UTF8'));
    INSERT INTO audit_entry VALUES (
        head.id, head.number, moment, written, account, act, kind, subjects, particulars, request,
        head.digest, link
    );
    UPDATE audit_chain SET number = head.number, digest = link WHERE id = head.id;
    RETURN head.number;
END $$;

CREATE FUNCTION audit_seal_heads(moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last audit_seal;
    written timestamptz := clock_timestamp();
    standing jsonb;
BEGIN
    LOCK TABLE audit_seal IN EXCLUSIVE MODE;
    SELECT * INTO last FROM audit_seal ORDER BY number DESC LIMIT 1;
    IF NOT FOUND THEN
        last.number := 0;
        last.digest := sha256('throughcare audit seal');
    END IF;
    SELECT jsonb_object_agg(id, jsonb_build_array(number, encode(digest, 'hex')))
    INTO standing FROM audit_chain;
    last.number := last.number + 1;
    INSERT INTO audit_seal VALUES (
        last.number, moment, written, standing, last.digest,
        sha256(last.digest || convert_to(jsonb_build_array(
            last.number,
            (extract(epoch FROM moment) * 1000000)::bigint,
            (extract(epoch FROM written) * 1000000)::bigint,
            standing
        )::text, 'UTF8'))
    );
    RETURN last.number;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_chain_stays BEFORE DELETE OR TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

GRANTS = """
REVOKE ALL ON audit_chain, audit_entry, audit_seal FROM throughcare_app, throughcare_engine;
REVOKE ALL ON FUNCTION audit_append, audit_seal_heads FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append TO throughcare_app, throughcare_engine;
GRANT EXECUTE ON FUNCTION audit_seal_heads TO throughcare_engine;
GRANT SELECT ON audit_entry TO throughcare_app;
GRANT SELECT ON audit_chain, audit_entry, audit_seal TO throughcare_engine;

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
-- `tc.audit` is pinned by `access` for a request whose account may read the trail.
CREATE POLICY app_reads ON audit_entry FOR SELECT TO throughcare_app
    USING (current_setting('tc.audit', true) = 'on');
CREATE POLICY engine_reads ON audit_entry FOR SELECT TO throughcare_engine USING (true);
"""

DROP = """
DROP TABLE audit_seal, audit_entry, audit_chain;
DROP FUNCTION audit_append, audit_seal_heads, audit_refuse;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(sql=TABLES + FUNCTIONS + GRANTS, reverse_sql=DROP),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("digest", models.BinaryField()),
            ],
            options={"managed": False},
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "chain",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("chain", models.SmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("action", models.TextField()),
                ("subject_kind", models.TextField()),
                (
                    "subject_references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("detail", models.JSONField()),
                ("request_id", models.UUIDField(null=True)),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
            ],
            options={"managed": False},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("heads", models.JSONField()),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
            ],
            options={"managed": False},
        ),
    ]
