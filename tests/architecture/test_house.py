"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

SOURCE = Path(__file__).resolve().parents[2] / "src" / "zhengyou"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "service"}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_no_module_has_an_empty_name():
    found = [path for path in SOURCE.rglob("*") if path.stem in FORBIDDEN_NAMES and "site-packages" not in str(path)]
    assert not found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_verb_names_its_actor_by_keyword(path):
    """A public function in ``actions`` that changes something takes ``actor`` as a keyword-only argument."""
    if path.name != "actions.py" and path.parent.name != "actions":
        return
    if path.parts[-3:-1] == ("records", "ledger"):
        return  # the ledger's own two verbs are what the others call
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        decorators = ast.unparse(ast.Module(body=[], type_ignores=[])) + " ".join(map(ast.unparse, node.decorator_list))
        if "atomic" not in decorators:
            continue
        names = {argument.arg for argument in node.args.kwonlyargs}
        assert "actor" in names, f"{path.relative_to(SOURCE)}:{node.name} is a verb without a keyword-only actor"


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("zhengyou.")],
    ids=lambda model: model._meta.label,
)
def test_every_model_keeps_time_by_the_clock_of_the_house(model):
    for field in model._meta.fields:
        assert not getattr(field, "auto_now", False), field
        assert not getattr(field, "auto_now_add", False), field


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("zhengyou.")],
    ids=lambda model: model._meta.label,
)
def test_every_state_is_known_to_the_database(model):
    for field in model._meta.fields:
        if field.name != "state" or not field.choices:
            continue
        checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
        assert any("state__in" in str(check.condition) for check in checks), f"{model._meta.label}.state is unchecked"


def test_templates_carry_neither_inline_style_nor_script():
    """The content security policy forbids them; a page that needs them would break silently in the browser."""
    wrong = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*json)|\son[a-z]+=|hx-on", re.IGNORECASE)
    tags = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)  # their arguments are no attributes of the page
    found = [
        f"{path.relative_to(SOURCE)}: {match.group(0).strip()}"
        for path in SOURCE.rglob("templates/**/*.html")
        for match in wrong.finditer(tags.sub("", path.read_text(encoding="utf-8")))
    ]
    assert not found
