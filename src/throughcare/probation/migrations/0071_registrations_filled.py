from django.db import migrations

# How often each flag that is there is reviewed, and a review for each active one that is and has none.
FILL = """
update probation_registration r
set review_months = y.review_months,
    review_on = case
        when r.ended_on is not null then r.review_on
        when y.review_months = 0 then null
        else coalesce(r.review_on, (r.starts_on + y.review_months * interval '1 month')::date) end
from probation_flagtype y where y.code = r.type_id;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0070_registrations")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
