from django.db import migrations

# Everything that hangs from a person by keys, however far, found from the catalogue; what names one without a key, and
# contents that nothing else has, as the rooms declare them. Two people decided, or nothing happens.
REMOVE = """
create function disclosure_gather(pointing jsonb) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
    edge record;
    turn integer := 0;
    came bigint;
    more bigint;
begin
    loop
        came := 0;
        for edge in
            select k.conrelid::regclass as child, a.attname as names, k.confrelid as parent
            from pg_constraint k
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
            where k.contype = 'f' and cardinality(k.conkey) = 1
              and k.confrelid in (select d.relation from pg_temp.disclosure_doomed d where d.step = turn)
              and exists (select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])
        loop
            execute format(
                'insert into pg_temp.disclosure_doomed select %s, t.id, $1 + 1 from %s t where t.%I = any (array('
                'select d.key from pg_temp.disclosure_doomed d where d.relation = %s and d.step = $1)) on conflict do nothing',
                edge.child::oid, edge.child, edge.names, edge.parent) using turn;
            get diagnostics more = row_count;
            came := came + more;
        end loop;
        exit when came = 0;
        turn := turn + 1;
    end loop;
    for edge in select p ->> 'table' as child, p ->> 'column' as names, p ->> 'to' as parent from jsonb_array_elements(pointing) p loop
        if edge.names not in ('person_id', 'case_id') or edge.parent not in ('people_person', 'probation_case') then
            raise exception 'no such place' using errcode = '42501';
        end if;
        execute format(
            'insert into pg_temp.disclosure_doomed select %s, t.id, -1 from %I t where t.%I = any (array('
            'select d.key from pg_temp.disclosure_doomed d where d.relation = %s)) on conflict do nothing',
            edge.child::regclass::oid, edge.child, edge.names, edge.parent::regclass::oid);
    end loop;
end;
$$;

-- Nothing that says itself to be of another person or case is ever taken along.
create function disclosure_spare_others() returns void
language plpgsql set search_path = public, pg_temp as $$
declare
    one record;
    others bigint;
begin
    for one in
        select distinct d.relation::regclass as relation, a.attname as names,
               case a.attname when 'case_id' then 'probation_case' else 'people_person' end as parent
        from pg_temp.disclosure_doomed d
        join pg_attribute a on a.attrelid = d.relation and a.attname in ('case_id', 'person_id') and not a.attisdropped
    loop
        execute format(
            'select count(*) from %s t where t.id = any (array(select d.key from pg_temp.disclosure_doomed d where d.relation = %s))'
            ' and t.%I is not null and not exists (select from pg_temp.disclosure_doomed x where x.relation = %s and x.key = t.%I)',
            one.relation, one.relation::oid, one.names, one.parent::regclass::oid, one.names) into others;
        if others > 0 then
            raise exception 'rows of others in %', one.relation using errcode = 'TC013';
        end if;
    end loop;
end;
$$;

create function disclosure_delete_gathered() returns bigint
language plpgsql set search_path = public, pg_temp as $$
declare
    next_one regclass;
    more bigint;
    gone bigint := 0;
begin
    create temp table disclosure_left on commit drop as select distinct d.relation from pg_temp.disclosure_doomed d;
    loop
        -- Children before parents; what can be checked at the end of the transaction stands in nobody's way.
        select l.relation::regclass into next_one from pg_temp.disclosure_left l
        order by exists (
            select from pg_constraint k
            where k.contype = 'f' and k.confrelid = l.relation and k.conrelid <> l.relation and not k.condeferrable
              and k.conrelid in (select x.relation from pg_temp.disclosure_left x)), l.relation limit 1;
        exit when not found;
        execute format(
            'delete from %s t where t.id = any (array(select d.key from pg_temp.disclosure_doomed d where d.relation = %s))',
            next_one, next_one::oid);
        get diagnostics more = row_count;
        gone := gone + more;
        delete from pg_temp.disclosure_left l where l.relation = next_one::oid;
    end loop;
    drop table pg_temp.disclosure_left;
    return gone;
end;
$$;

create function disclosure_remove(asked bigint, at timestamptz, pointing jsonb, contents jsonb) returns setof text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    decided disclosure_proposal;
    people bigint[];
    crns text[];
    survivor text;
    place jsonb;
    digests text[] := '{}';
    documents uuid[];
    named text[];
    gone bigint;
    kept bigint;
    forgotten bigint := 0;
    is_used boolean;
    one text;
begin
    select * into decided from disclosure_proposal p
    where p.id = asked and p.state = 'approved' and p.first_by_id <> p.second_by_id for update;
    people := array(select disclosure_everybody_in(decided.person_id));
    if decided.id is null
       or exists (select from disclosure_hold h where h.person_id = any (people) and h.lifted_at is null)
       or exists (select from disclosure_request q where q.person_id = any (people) and q.ended_at is null)
       or exists (select from probation_case c where c.person_id = any (people) and c.closed_at is null)
    then
        raise exception 'nobody decided so' using errcode = '42501';
    end if;
    perform 1 from people_person p where p.id = any (people) order by p.id for update;
    crns := array(select p.crn from people_person p where p.id = any (people) order by p.id);
    survivor := (select p.crn from people_person p where p.id = decided.person_id);

    create temp table disclosure_doomed (relation oid, key bigint, step integer, primary key (relation, key)) on commit drop;
    insert into pg_temp.disclosure_doomed select 'people_person'::regclass::oid, p, 0 from unnest(people) p;
    perform disclosure_gather(pointing);
    perform disclosure_spare_others();

    for place in select * from jsonb_array_elements(contents) loop
        execute format(
            'select coalesce(array_agg(t.%I), ''{}'') from %I t where t.%I <> '''' and t.id = any (array('
            'select d.key from pg_temp.disclosure_doomed d where d.relation = %s))',
            place ->> 'column', place ->> 'table', place ->> 'column', (place ->> 'table')::regclass::oid) into named;
        digests := digests || named;
    end loop;
    documents := array(select x.reference from probation_document x where x.reference is not null and x.id = any (array(
        select d.key from pg_temp.disclosure_doomed d where d.relation = 'probation_document'::regclass)));
    digests := digests || array(select v.blob_id from documents_version v where v.document_id = any (documents));

    perform set_config('tc.removing', 'on', true);
    gone := disclosure_delete_gathered();
    delete from documents_version v where v.document_id = any (documents);
    get diagnostics kept = row_count;
    gone := gone + kept;
    delete from notify_message m where m.recipient_kind = 'person' and m.recipient_reference = any (crns);
    get diagnostics kept = row_count;
    gone := gone + kept;
    perform set_config('tc.removing', '', true);

    for one in select distinct d from unnest(digests) d loop
        is_used := exists (select from documents_version v where v.blob_id = one);
        for place in select * from jsonb_array_elements(contents) loop
            exit when is_used;
            execute format('select exists (select from %I t where t.%I = $1)', place ->> 'table', place ->> 'column')
                into is_used using one;
        end loop;
        if not is_used then
            delete from documents_blob b where b.digest = one;
            get diagnostics kept = row_count;
            forgotten := forgotten + kept;
        end if;
    end loop;
    drop table pg_temp.disclosure_doomed;

    insert into disclosure_tombstone
        (crn, survivor_crn, rule, due_on, removed_at, first_by_id, second_by_id, rows_removed, contents_removed)
    select c, case when c = survivor then '' else survivor end, decided.rule, decided.due_on, at, decided.first_by_id,
           decided.second_by_id, case when c = survivor then gone else 0 end, case when c = survivor then forgotten else 0 end
    from unnest(crns) c;
    return query select unnest(crns);
end;
$$;
revoke execute on function disclosure_gather, disclosure_spare_others, disclosure_delete_gathered, disclosure_remove from public;
grant execute on function disclosure_remove to throughcare_engine;

-- A number of somebody who was removed is given to nobody else.
create or replace function people_next_crn() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    number bigint;
    given text;
begin
    loop
        number := nextval('people_crn');
        given := chr((65 + number / 1000000)::integer) || lpad((number % 1000000)::text, 6, '0');
        exit when not exists (select from people_person p where p.crn = given)
              and not exists (select from people_identifier i where i.canonical = given)
              and not exists (select from disclosure_tombstone t where t.crn = given);
    end loop;
    return given;
end;
$$;
"""
BACK = """
create or replace function people_next_crn() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    number bigint;
    given text;
begin
    loop
        number := nextval('people_crn');
        given := chr((65 + number / 1000000)::integer) || lpad((number % 1000000)::text, 6, '0');
        exit when not exists (select from people_person p where p.crn = given)
              and not exists (select from people_identifier i where i.canonical = given);
    end loop;
    return given;
end;
$$;
drop function disclosure_remove; drop function disclosure_delete_gathered; drop function disclosure_spare_others;
drop function disclosure_gather;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0004_retention_closed"),
        ("organisation", "0013_unless_it_is_removed"),
    ]

    operations = [migrations.RunSQL(REMOVE, BACK)]
