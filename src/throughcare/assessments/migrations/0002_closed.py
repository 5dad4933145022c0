from django.db import migrations

OWN = ["assessment", "answer", "risk", "paragraph", "goal", "goalstep", "score"]
PARTS = ["answer", "risk", "paragraph", "goal", "goalstep"]


def on_each(tables, text):
    return "".join(text.replace("TABLE", f"assessments_{table}") for table in tables)


POLICIES = on_each(
    OWN,
    """
alter table TABLE enable row level security;
create policy engine on TABLE for select to throughcare_engine using (true);
create policy in_full on TABLE for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on TABLE for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on TABLE for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
create policy removes on TABLE for delete to throughcare_app using (probation_may_write(case_id));
grant select on TABLE to throughcare_app, throughcare_engine;
grant insert on TABLE to throughcare_app;
grant usage on sequence TABLE_id_seq to throughcare_app;
""",
)
GRANTS = """
grant update (state, plan_kind, score, rosh, saved_at, signed_by_id, signed_at, countersigned_by_id, countersigned_at, ended_at,
    lock_reason) on assessments_assessment to throughcare_app;
grant update (answer) on assessments_answer to throughcare_app;
grant update (level) on assessments_risk to throughcare_app;
grant update (words) on assessments_paragraph to throughcare_app;
grant delete on assessments_answer, assessments_risk, assessments_paragraph, assessments_goal, assessments_goalstep to throughcare_app;
grant select on assessments_tool, assessments_question to throughcare_app, throughcare_engine;
"""
BACK = on_each(
    OWN,
    """
revoke all on TABLE from throughcare_app, throughcare_engine;
drop policy removes on TABLE; drop policy changes on TABLE; drop policy writes on TABLE; drop policy in_full on TABLE;
drop policy engine on TABLE;
alter table TABLE disable row level security;
""",
)

# On pages, what stands in an assessment changes while it is being written, and it is itself read-only once it has ended.
# What is loaded whole from elsewhere comes as it is.
KEPT = """
create function assessments_only_while_open() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    touched record;
begin
    touched := case when tg_op = 'DELETE' then old else new end;
    if not exists (
        select from assessments_assessment a
        where a.id = touched.assessment_id and a.case_id = touched.case_id and a.state = 'open'
    ) then
        raise exception 'assessment % is not being written', touched.assessment_id using errcode = 'check_violation';
    end if;
    return touched;
end;
$$;
create function assessments_read_only() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if old.state in ('completed', 'locked') then
        raise exception 'assessment % has ended', old.id using errcode = 'check_violation';
    end if;
    return new;
end;
$$;
create trigger assessments_assessment_read_only before update on assessments_assessment
    for each row execute function assessments_read_only();
""" + on_each(
    PARTS,
    """
create trigger TABLE_while_open before insert or update or delete on TABLE
    for each row when (current_user = 'throughcare_app') execute function assessments_only_while_open();
""",
)
KEPT_BACK = (
    on_each(PARTS, "drop trigger TABLE_while_open on TABLE;\n")
    + """
drop trigger assessments_assessment_read_only on assessments_assessment;
drop function assessments_read_only; drop function assessments_only_while_open;
"""
)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_tables"), ("probation", "0073_late_reviews")]

    operations = [migrations.RunSQL(POLICIES + GRANTS + KEPT, KEPT_BACK + BACK)]
