from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("probation", "0036_notices_gone_out")]

    operations = [
        AddIndexConcurrently(
            model_name="document",
            index=models.Index(
                fields=["case"], condition=Q(is_final=False), name="probation_document_draft"
            ),
        ),
    ]
