import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restructure", "0011_whose_changes")]

    operations = [
        migrations.AlterField(
            model_name="changed",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="restructure.plan",
            ),
        ),
        migrations.RemoveIndex(model_name="changed", name="restructure_changed_item"),
        migrations.AddIndex(
            model_name="changed",
            index=models.Index(fields=["plan", "kind", "item_id"], name="restructure_changed_item"),
        ),
    ]
