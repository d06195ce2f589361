"""Every room, model and state has its official Chinese term in the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| *`([^`]+)` *\| *([^|]+?) *\|", re.MULTILINE)
HAN = re.compile(r"[一-鿿]")


def terms() -> dict[str, str]:
    return dict(ROW.findall(GLOSSARY.read_text(encoding="utf-8")))


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("zhengyou.")]


@pytest.mark.parametrize("room", settings.ROOMS)
def test_every_room_has_its_chinese_term(room):
    name = room.removeprefix("zhengyou.").replace(".", "/")
    assert HAN.search(terms().get(name, "")), f"docs/glossary.md has no row for the room `{name}`"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_model_has_its_chinese_term(model):
    assert HAN.search(terms().get(model._meta.label, "")), f"docs/glossary.md has no row for `{model._meta.label}`"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_state_has_its_chinese_term(model):
    field = next((one for one in model._meta.fields if one.name == "state"), None)
    for value, _label in (field.choices or ()) if field else ():
        name = f"{model._meta.label}.{value}"
        assert HAN.search(terms().get(name, "")), f"docs/glossary.md has no row for the state `{name}`"
