from django.db import migrations

# A part for each plan, and in it one for each kind: two million rows are then written by several processes at once and
# their key is made in one go. The number of a record stands in its leaf.
PARTED = """
alter table restructure_digest rename to restructure_digest_whole;
alter table restructure_digest_whole rename constraint restructure_digest_pkey to restructure_digest_whole_pkey;
create table restructure_digest (
    plan_id bigint not null,
    kind varchar(40) not null,
    case_id bigint not null,
    records integer not null,
    digest bigint not null,
    leaves bigint[] not null,
    primary key (plan_id, kind, case_id)
) partition by list (plan_id);
create table restructure_digest_other partition of restructure_digest default;
"""
SECURED = """
alter table restructure_digest enable row level security;
create policy engine on restructure_digest for all to throughcare_engine using (true) with check (true);
grant select, insert, update, delete, maintain on restructure_digest to throughcare_engine;
grant select on restructure_digest to throughcare_app;
"""

# The engine may make no tables of its own, and these at this place only. A leaf is what `queries.kinds.Kept.leaf` says.
LAY = """
create function restructure_lay_digests(plan bigint, label text, records regclass, through name, number name, seed bigint)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whole name := 'restructure_digest_' || plan;
    part name := 'restructure_digest_' || plan || '_' || lower(replace(label, '.', '_'));
    written bigint;
begin
    if to_regclass(whole) is null then
        execute format('create table %I (like restructure_digest) partition by list (kind)', whole);
        execute format('alter table restructure_digest attach partition %I for values in (%s)', whole, plan);
    end if;
    execute format('drop table if exists %I', part);
    -- Leaves do not get smaller: they are not compressed, and stay with their node as long as a page holds them.
    execute format($kept$
        create table %I with (toast_tuple_target = 8160) as
        select %s::bigint as plan_id, %L::varchar(40) as kind, case_id, cardinality(leaves) as records,
               (select bit_xor(leaf) from unnest(leaves) as u (leaf)) as digest, leaves
        from (
            select t.%I as case_id,
                   array_agg(((t.%I::bigint & 134217727) << 36) | (hash_record_extended(row(t.*), %s) & 68719476735)) as leaves
            from %s t group by 1
        ) kept
    $kept$, part, plan, label, through, number, seed, records);
    get diagnostics written = row_count;
    execute format('alter table %I alter leaves set storage external,'
        ' add check (plan_id = %s and kind = %L), alter plan_id set not null, alter kind set not null,'
        ' alter case_id set not null, alter records set not null, alter digest set not null,'
        ' alter leaves set not null', part, plan, label);
    execute format('alter table %I attach partition %I for values in (%L)', whole, part, label);
    execute format('analyze %I', part);
    return written;
end;
$$;
revoke all on function restructure_lay_digests from public;
grant execute on function restructure_lay_digests to throughcare_engine;
"""

KEPT_BEFORE = """
do $$
declare
    kept record;
begin
    for kept in select distinct plan_id from restructure_digest_whole loop
        execute format('create table %I partition of restructure_digest for values in (%s) partition by list (kind)',
            'restructure_digest_' || kept.plan_id, kept.plan_id);
    end loop;
    for kept in select distinct plan_id, kind from restructure_digest_whole loop
        execute format('create table %I partition of %I for values in (%L)',
            'restructure_digest_' || kept.plan_id || '_' || lower(replace(kept.kind, '.', '_')),
            'restructure_digest_' || kept.plan_id, kept.kind);
    end loop;
end;
$$;
insert into restructure_digest (plan_id, kind, case_id, records, digest, leaves)
select plan_id, kind, case_id, records, (select bit_xor(leaf) from unnest(packed) as u (leaf)), packed
from restructure_digest_whole
cross join lateral (
    select array_agg(((number & 134217727) << 36) | (leaf & 68719476735)) as packed from unnest(numbers, leaves) as u (number, leaf)
) p;
drop table restructure_digest_whole;
"""

# What was packed cannot be unpacked: plans that are staged have to be staged again.
BACK = """
drop function restructure_lay_digests;
drop table restructure_digest;
create table restructure_digest (
    plan_id bigint not null,
    kind varchar(40) not null,
    case_id bigint not null,
    records integer not null check (records >= 0),
    digest bigint not null,
    numbers bigint[] not null,
    leaves bigint[] not null,
    primary key (plan_id, kind, case_id)
) with (toast_tuple_target = 8160);
alter table restructure_digest alter numbers set storage external, alter leaves set storage external;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0032_readiness_row_security")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(PARTED, migrations.RunSQL.noop),
                migrations.RunSQL(KEPT_BEFORE, migrations.RunSQL.noop),
                migrations.RunSQL(SECURED + LAY, BACK + SECURED),
            ],
            [migrations.RemoveField(model_name="digest", name="numbers")],
        )
    ]
