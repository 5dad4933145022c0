from django.db import migrations, models
from django.db.models import F, Q

NAME = "access_post_ends_no_sooner_than_it_starts"


class Migration(migrations.Migration):
    """The engine ends a post that was given on a body that is no more; one that ends in the moment in which it began never was."""

    dependencies = [("access", "0040_reach_of_keepers")]

    operations = [
        migrations.RemoveConstraint(model_name="post", name="access_post_ends_after_it_starts"),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name=NAME
            ),
        ),
        migrations.RunSQL(
            "grant update (ends_at) on access_post to throughcare_engine;",
            "revoke update (ends_at) on access_post from throughcare_engine;",
        ),
    ]
