from django.db import migrations

# An entry that was taken out of a log is hidden from every account, whatever asks: by its policy, and from what reads without one.
HIDDEN = """
alter policy in_full on probation_contact using (deleted_at is null and probation_view_of(case_id) = 'full');

create function probation_take_out_contact(asked bigint, moment timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint;
begin
    select t.case_id into of_case from probation_contact t where t.id = asked and t.deleted_at is null;
    if of_case is null or not probation_may_write(of_case) then
        raise insufficient_privilege using message = 'this entry cannot be taken out';
    end if;
    update probation_contact set deleted_at = moment, version = version + 1 where id = asked;
    update probation_appointment set outcome = '', contact_id = null
    where contact_id = asked and not is_cancelled;
end;
$$;
revoke all on function probation_take_out_contact from public;
grant execute on function probation_take_out_contact to throughcare_app;
"""
BACK = """
drop function probation_take_out_contact;
alter policy in_full on probation_contact using (probation_view_of(case_id) = 'full');
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0066_compliance_closed")]

    operations = [migrations.RunSQL(HIDDEN, BACK)]
