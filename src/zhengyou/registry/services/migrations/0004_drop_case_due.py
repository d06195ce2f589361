"""The clock alone says by when a case is promised."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0003_start_case_clocks")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_open_due"),
        migrations.RemoveField(model_name="case", name="due_at"),
        migrations.RemoveField(model_name="case", name="due_provisional"),
    ]
