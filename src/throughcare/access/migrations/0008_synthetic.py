from django.db import migrations

# Whether this database holds an invented nation whole: asked before anybody may sign in with one click. The room that
# makes the nation stands above this one, so its table is looked for when the question is asked.
SYNTHETIC = """
create function access_nation_is_synthetic() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    answer boolean := false;
begin
    if to_regclass('public.nation_load') is not null then
        execute 'select exists (select from nation_load where is_complete)' into answer;
    end if;
    return answer;
end;
$$;
"""

# An account for each role in each kind of body: the first by its post, so that it is the same each time. Only of an
# invented nation: whoever asks has not signed in.
KINDS = """
create function access_kinds_of_user()
returns table (username text, display_name text, role text, body_kind text, body text, unit text)
language sql stable security definer set search_path = public, pg_temp as $$
    with moment as (
        select coalesce(tc_now(), now()) as at, coalesce(tc_live(), organisation_live('infinity')) as live
    ),
    seats as (
        select p.id, p.account_id, p.role::text as role, a.owner_id, a.holder_id
        from moment cross join access_post p
        cross join lateral (
            select x.owner_id, x.holder_id from access_postassignment x
            where x.item_id = p.id and x.starts_at <= moment.at and x.superseded_at is null
              and (x.change_id is null or x.change_id = any (moment.live))
            order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
        ) a
        where p.account_id is not null and p.starts_at <= moment.at and (p.ends_at is null or p.ends_at > moment.at)
          and access_nation_is_synthetic()
    ),
    firsts as (
        select distinct on (s.role, s.owner_id) s.* from seats s order by s.role, s.owner_id, s.id
    )
    select distinct on (kind, f.role) u.username::text, u.display_name::text, f.role, kind,
           organisation_fact(f.owner_id, 'name', moment.at, moment.live),
           organisation_fact(f.holder_id, 'name', moment.at, moment.live)
    from moment cross join firsts f
    join access_account u on u.id = f.account_id and u.is_active
    cross join lateral organisation_fact(f.owner_id, 'kind', moment.at, moment.live) kind
    where organisation_fact(f.owner_id, 'operating', moment.at, moment.live) = 'yes'
      and organisation_fact(f.holder_id, 'operating', moment.at, moment.live) = 'yes'
    order by kind, f.role, f.id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_staff_choice")]

    operations = [
        migrations.RunSQL(
            SYNTHETIC + KINDS,
            "drop function access_kinds_of_user; drop function access_nation_is_synthetic;",
        )
    ]
