-- Put away the foreign keys, unique and exclusion constraints and indexes of the large tables, keeping how to make them
-- again. Primary keys stay: rows come in their order, and others refer to them. Each has a position: keys before others.

set constraints all immediate;

insert into nation_setaside (name, position, statement)
select i.indexrelid::regclass::text, 1, pg_get_indexdef(i.indexrelid)
from pg_index i
where i.indrelid = any (array[:tables]::regclass[]) and not i.indisprimary
  and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
union all
select quote_ident(c.conname), case c.contype when 'f' then 3 else 2 end,
       format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
from pg_constraint c
where c.conrelid = any (array[:tables]::regclass[]) and c.contype in ('u', 'x', 'f');

do $$
declare
    kept record;
begin
    for kept in
        select conrelid::regclass as owner, conname
        from pg_constraint where conrelid = any (array[:tables]::regclass[]) and contype in ('u', 'x', 'f')
        order by contype
    loop
        execute format('alter table %s drop constraint %I', kept.owner, kept.conname);
    end loop;
    for kept in
        select i.indexrelid::regclass as name
        from pg_index i where i.indrelid = any (array[:tables]::regclass[]) and not i.indisprimary
    loop
        execute format('drop index %s', kept.name);
    end loop;
end $$;
