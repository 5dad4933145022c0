from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notify", "0004_mailboxes")]

    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                "settled_at",
                name="notify_message_gone_out",
                condition=Q(state="delivered") & ~Q(channel="in-app"),
            ),
        ),
    ]
