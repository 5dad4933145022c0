from django.db import migrations, models

# What a flag takes over from its type and its level is written by the database, so that its constraints may ask for it. A
# list of types that says something else changes the flags that are active.
KEPT = """
create function probation_registration_kept() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    select y.duplicate_group, coalesce(l.review_months, y.review_months)
    into new.duplicate_group, new.review_months
    from probation_flagtype y
    left join probation_flaglevel l on l.type_id = y.code and l.kind = 'level' and l.code = new.level
    where y.code = new.type_id;
    return new;
end;
$$;
create trigger probation_registration_kept before insert or update of type_id, level on probation_registration
    for each row execute function probation_registration_kept();

create function probation_flagtype_changed() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    update probation_registration r
    set duplicate_group = new.duplicate_group,
        review_months = coalesce(l.review_months, new.review_months),
        review_on = case when coalesce(l.review_months, new.review_months) = 0 then null
            else coalesce(r.review_on, (r.starts_on + coalesce(l.review_months, new.review_months) * interval '1 month')::date) end
    from probation_registration x
    left join probation_flaglevel l on l.type_id = x.type_id and l.kind = 'level' and l.code = x.level
    where x.id = r.id and r.type_id = new.code and r.ended_on is null;
    return null;
end;
$$;
create trigger probation_flagtype_changed after update of duplicate_group, review_months on probation_flagtype
    for each row when (old.duplicate_group <> new.duplicate_group or old.review_months <> new.review_months)
    execute function probation_flagtype_changed();
"""
KEPT_BACK = """
drop trigger probation_flagtype_changed on probation_flagtype; drop function probation_flagtype_changed;
drop trigger probation_registration_kept on probation_registration; drop function probation_registration_kept;
"""

# What was said about a flag is read with the whole record, and the flag itself through the minimum view. Nothing that was
# done about one is altered.
POLICIES = """
alter table probation_registrationstep enable row level security;
create policy engine on probation_registrationstep for select to throughcare_engine using (true);
create policy in_full on probation_registrationstep for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_registrationstep for insert to throughcare_app with check (probation_may_write(case_id));
grant select, insert on probation_registrationstep to throughcare_app;
grant select on probation_registrationstep to throughcare_engine;
grant usage on sequence probation_registrationstep_id_seq to throughcare_app;
grant select on probation_flaglevel to throughcare_app, throughcare_engine;
"""
POLICIES_BACK = """
revoke all on probation_flaglevel from throughcare_app, throughcare_engine;
revoke all on probation_registrationstep from throughcare_app, throughcare_engine;
drop policy writes on probation_registrationstep; drop policy in_full on probation_registrationstep;
drop policy engine on probation_registrationstep;
alter table probation_registrationstep disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0071_registrations_filled")]

    operations = [
        migrations.RunSQL(KEPT + POLICIES, POLICIES_BACK + KEPT_BACK),
        migrations.AddConstraint(
            "registration",
            models.UniqueConstraint(
                condition=models.Q(
                    ("ended_on", None), models.Q(("duplicate_group", ""), _negated=True)
                ),
                fields=("case", "duplicate_group"),
                name="probation_registration_one_of_group",
            ),
        ),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", False),
                    models.Q(("review_months", 0), ("review_on", None)),
                    models.Q(("review_months__gt", 0), ("review_on__isnull", False)),
                    _connector="OR",
                ),
                name="probation_registration_reviewed_if_it_is_to_be",
            ),
        ),
    ]
