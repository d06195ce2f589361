"""Migrations are complete, linear and named by hand."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("zhengyou.")]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", *OURS, check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("label", OURS)
def test_migrations_of_a_room_form_one_line_and_have_names(label):
    graph = MigrationLoader(None).graph
    own = [key for key in graph.nodes if key[0] == label]
    for key in own:
        children = [child for child in graph.node_map[key].children if child.key[0] == label]
        assert len(children) <= 1, f"{key} has several successors"
        assert not re.search(r"_auto_\d|_alter_.*_and_more", key[1]), f"{key} was not named by hand"


@pytest.mark.parametrize("label", OURS)
def test_new_tables_are_made_with_their_constraints_and_indexes(label):
    """Each step draws most models anew, so a first start pays for every constraint added to a table just made."""
    for key, migration in MigrationLoader(None).disk_migrations.items():
        if key[0] != label:
            continue
        made: set[str] = set()
        for step in migration.operations:
            if isinstance(step, CreateModel):
                made.add(step.name_lower)
            elif isinstance(step, AddField):
                made.discard(step.model_name_lower)  # a field of a circle comes later, and its constraints after it
            elif isinstance(step, AddConstraint | AddIndex):
                assert step.model_name_lower not in made, f"{key}: put it into the options of {step.model_name}"
