from django.db import migrations

# Any room above calls it after it made tables about cases: their policies then ask once for a request whether the case was opened.
ASK_ONCE = """
create function probation_ask_once() returns void language plpgsql as $$
declare
    one record;
begin
    for one in
        select p.polname, p.polrelid::regclass as relation, pg_get_expr(p.polqual, p.polrelid) as says
        from pg_policy p
        where pg_get_expr(p.polqual, p.polrelid) in (
            '(probation_view_of(case_id) = ''full''::text)', '(probation_view_of(case_id) IS NOT NULL)')
    loop
        execute format(
            'alter policy %I on %s using (case_id = any ((select probation_opened())::bigint[]) or %s)',
            one.polname, one.relation, one.says);
    end loop;
end;
$$;
revoke execute on function probation_ask_once() from public;
select probation_ask_once();
"""
BACK = "drop function probation_ask_once();"


class Migration(migrations.Migration):
    dependencies = [("probation", "0076_merges")]

    operations = [migrations.RunSQL(ASK_ONCE, BACK)]
