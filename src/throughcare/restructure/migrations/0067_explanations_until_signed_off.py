from django.db import migrations

# What was said of a difference stays as it was accepted once a plan is signed off, or was given back. Until then it may be said
# otherwise by whoever keeps what had been approved, to the word.
UNTIL = """
drop policy explains on restructure_difference;
create policy explains on restructure_difference for update to throughcare_app
    using (tc_words('actions') && array['restructure.plan', 'restructure.approve']
           and exists (select from restructure_plan p where p.id = plan_id and p.phase in ('live', 'reconciled')));
create policy keeps on restructure_lapsedexplanation for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions'))
                and exists (select from restructure_difference d
                            where d.plan_id = restructure_lapsedexplanation.plan_id
                              and d.check_name = restructure_lapsedexplanation.check_name
                              and d.subject = restructure_lapsedexplanation.subject
                              and d.found = restructure_lapsedexplanation.found
                              and d.explanation = restructure_lapsedexplanation.explanation
                              and d.explained_by_id = restructure_lapsedexplanation.explained_by_id
                              and d.approved_by_id = restructure_lapsedexplanation.approved_by_id));
grant insert on restructure_lapsedexplanation to throughcare_app;
"""
BACK = """
revoke insert on restructure_lapsedexplanation from throughcare_app;
drop policy keeps on restructure_lapsedexplanation;
drop policy explains on restructure_difference;
create policy explains on restructure_difference for update to throughcare_app
    using ('restructure.plan' = any (tc_words('actions')) or 'restructure.approve' = any (tc_words('actions')));
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0066_differences_of_the_programme")]

    operations = [migrations.RunSQL(UNTIL, BACK)]
