from django.db import migrations

# Public pages are counted where nobody signs in: that row of an address alone, and never taken away there.
VISITS = """
create policy visits_are_read on access_attempts for select to throughcare_app using (kind = 'visit');
create policy visits_are_begun on access_attempts for insert to throughcare_app with check (kind = 'visit');
create policy visits_are_counted on access_attempts for update to throughcare_app
    using (kind = 'visit') with check (kind = 'visit');
"""
BACK = """
drop policy visits_are_counted on access_attempts;
drop policy visits_are_begun on access_attempts;
drop policy visits_are_read on access_attempts;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0021_visits")]

    operations = [migrations.RunSQL(VISITS, BACK)]
