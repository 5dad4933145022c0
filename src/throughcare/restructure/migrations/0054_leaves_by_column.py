from django.db import migrations

# Each column is hashed by the function of its type, with a number of its own drawn from its name, and all are combined: a value
# that goes to another column is another leaf. To make a row first and hash that takes twice as long. A type that is not listed is
# made a row of one. What is empty is told from every value by the hash of the name alone.
LEAF = """
create function restructure_leaf(records regclass, number name, seed bigint)
returns text language sql stable set search_path = pg_catalog, public as $$
    select format('(((t.%I::bigint & 134217727) << 36) | ((%s) & 68719476735))', number,
                  string_agg(case when a.attnotnull then h.hash else format('coalesce(%s, %s)', h.hash, n.salt) end,
                             ' # ' order by a.attname))
    from pg_attribute a
    left join (values
        ('bigint'::regtype, 'hashint8extended'), ('integer', 'hashint4extended'), ('smallint', 'hashint2extended'),
        ('boolean', 'hashboolextended'), ('numeric', 'hash_numeric_extended'), ('text', 'hashtextextended'),
        ('character varying', 'hashtextextended'), ('timestamp with time zone', 'timestamptz_hash_extended'),
        ('date', 'hashdateextended'), ('uuid', 'uuid_hash_extended')
    ) f (type, hash) on f.type = a.atttypid
    cross join lateral (select hashtextextended(a.attname::text, seed) as salt) n
    cross join lateral (
        select case when f.hash is null then format('hash_record_extended(row(t.%I), %s)', a.attname, n.salt)
                    else format('%s(t.%I, %s)', f.hash, a.attname, n.salt) end as hash
    ) h
    where a.attrelid = records and a.attnum > 0 and not a.attisdropped
$$;
revoke all on function restructure_leaf from public;
grant execute on function restructure_leaf to throughcare_engine;
"""
LAY = """
create or replace function restructure_lay_digests(plan bigint, label text, records regclass, through name, number name, seed bigint)
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
        from (select t.%I as case_id, array_agg(%s) as leaves from %s t group by 1) kept
    $kept$, part, plan, label, through, restructure_leaf(records, number, seed), records);
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
"""
LAY_BACK = LAY.replace(
    "array_agg(%s) as leaves from %s t",
    "array_agg(((t.%I::bigint & 134217727) << 36) | (hash_record_extended(row(t.*), %s) & 68719476735)) as leaves from %s t",
).replace("restructure_leaf(records, number, seed)", "number, seed")


class Migration(migrations.Migration):
    dependencies = [("restructure", "0053_guests")]

    operations = [
        migrations.RunSQL(LEAF, "drop function restructure_leaf"),
        migrations.RunSQL(LAY, LAY_BACK),
    ]
