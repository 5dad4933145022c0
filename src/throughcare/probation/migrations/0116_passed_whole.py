from django.db import migrations

# A case with all that goes with it, put with another provider at once: what is held apart stays where it is. It is written as a
# transfer of the person that nobody had to accept. Null where there is no such open case, the unit is of no provider or of the
# one that has the case, or a transfer of the person waits; else the number of the transfer. For functions of the database alone,
# which ask what it rests on.
PUT = """
create function probation_put_case(of_case bigint, place bigint, words text, gaps text, mended_by date) returns smallint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was bigint;
    owner bigint;
    made bigint;
    taken smallint;
    part probation_transferpart;
begin
    perform from probation_case c where c.id = of_case and c.closed_at is null for no key update;
    if not found or not organisation_is_open(place, tc_now(), tc_live(), 'infinity') then
        return null;
    end if;
    select w.owner_id into was from probation_held_by(of_case, tc_now(), tc_live()) w;
    select a.unit_id into owner from organisation_above(place, 'line', tc_now(), tc_live()) a
    where organisation_fact(a.unit_id, 'kind', tc_now(), tc_live()) in (select k.code from organisation_kind k where k.is_provider)
    order by a.height limit 1;
    if owner is null or owner = was or exists (
        select from probation_transferpart x where x.case_id = of_case and x.state = 'pending'
          and num_nonnulls(x.sentence_id, x.requirement_id, x.condition_id, x.supervision_id, x.nsi_id, x.report_id) = 0) then
        return null;
    end if;
    select coalesce(max(t.number), 0) + 1 into taken from probation_transfer t where t.case_id = of_case;
    insert into probation_transfer (case_id, number, from_unit_id, to_unit_id, state, reason, gap_reason, gaps_mended_by, asked_by_id,
                                    asked_at, answer, answered_by_id, answered_at, recorded_at)
    values (of_case, taken, was, place, 'accepted', words, gaps, mended_by, tc_account(), tc_now(), '', tc_account(), tc_now(), tc_now())
    returning id into made;
    insert into probation_transferpart (transfer_id, case_id, state, answer, unit_id, answered_by_id, answered_at, recorded_at)
    values (made, of_case, 'accepted', '', place, tc_account(), tc_now(), tc_now())
    returning * into part;
    perform probation_take_parts(of_case, '-infinity', array[part.id], owner, place, null);
    perform probation_tell_of_part(of_case, part, 'accepted', words);
    return taken;
end;
$$;
revoke execute on function probation_put_case from public;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0115_documents_in_progress")]

    operations = [migrations.RunSQL(PUT, "drop function probation_put_case;")]
