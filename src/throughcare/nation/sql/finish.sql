-- Let the sequences go on after the rows that are there, and the planner know them; then the working tables may go.

do $$
declare
    s record;
    highest bigint;
begin
    for s in
        select c.oid::regclass as sequence, d.refobjid::regclass as owner, a.attname as key
        from pg_class c
        join pg_depend d on d.objid = c.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
            and d.deptype = 'i'
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where c.relkind = 'S'
          and d.refobjid::regclass::text ~ '^(organisation|access|people|probation|unpaidwork|services|housing|assessments|allocation|victims|disclosure|checkins|sentences)_'
    loop
        execute format('select max(%I) from %s', s.key, s.owner) into highest;
        if highest is not null then
            perform setval(s.sequence, greatest(highest, nextval(s.sequence)));
        end if;
    end loop;
end $$;

drop table nation_stage_case, nation_stage_slot, nation_stage_post, nation_stage_unit, nation_stage_contact, nation_stage_place,
    nation_stage_name, nation_stage_group, nation_stage_trust;
drop function nation_stage_chance; drop function nation_stage_uuid; drop function nation_stage_moment;
drop function nation_stage_weekday;
