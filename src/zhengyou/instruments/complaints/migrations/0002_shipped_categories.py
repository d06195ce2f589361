"""Load the tree of categories that comes with the platform, as it stands in the file of version 1."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "categories-1.csv"


def load(apps, schema_editor):
    Category = apps.get_model("complaints", "Category")
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys: dict[str, int] = {}
    for level in (1, 2, 3):
        made = Category.objects.bulk_create(
            Category(
                code=row["code"],
                name=row["name"],
                sector=row["sector"],
                level=level,
                parent_id=keys.get(row["code"][:-2]),
            )
            for row in rows
            if len(row["code"]) == 2 * level
        )
        keys |= {category.code: category.pk for category in made}


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
