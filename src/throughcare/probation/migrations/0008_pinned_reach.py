from importlib import import_module

from django.db import migrations

OWNERSHIP = import_module("throughcare.probation.migrations.0002_ownership")

# Whether an action of the pinned account reaches a case: by what was pinned, since lists ask of each row.
MAY = """
create or replace function probation_may(which text, asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    owner bigint;
    holder bigint;
begin
    select a.owner_id, a.holder_id into owner, holder
    from probation_caseassignment a
    where a.item_id = asked and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc
    limit 1;
    return owner is not null and access_reaches(which, owner, holder)
       and not access_refused((select c.person_id from probation_case c where c.id = asked));
end;
$$;
"""

_, _, AFTER = OWNERSHIP.VIEW.partition("create function probation_may(which")
BEFORE = "create or replace function probation_may(which" + AFTER.partition("create function")[0]


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0007_exceptions_in_reach"),
        ("access", "0012_pinned_reach"),
    ]

    operations = [migrations.RunSQL(MAY, BEFORE)]
