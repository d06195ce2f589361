"""Load the tags that come with the platform, as they stand in the file of version 1."""

import json
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "tags-1.json"


def load(apps, schema_editor):
    told = json.loads(FILE.read_text(encoding="utf-8"))
    tags = told.pop("tags")
    tag_set = apps.get_model("ratings", "TagSet").objects.create(**told)
    Tag = apps.get_model("ratings", "Tag")
    Tag.objects.bulk_create(Tag(tag_set=tag_set, order_number=number, **tag) for number, tag in enumerate(tags))


class Migration(migrations.Migration):
    dependencies = [("ratings", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
