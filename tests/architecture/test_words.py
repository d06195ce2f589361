"""Whatever an administrator reads has a Chinese word: verbs, fields and things of the ledger, tasks, rules."""

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

import zhengyou
from zhengyou.kernel.moves import Machine, Move
from zhengyou.records.jobs.titles import titles
from zhengyou.records.ledger import fieldwords, words
from zhengyou.registry.deadlines import policy
from zhengyou.site.messages import CHINESE

SOURCE = Path(zhengyou.__file__).parent
NOT_FIELDS = {"actor", "machine", "verb", "guard", "held"}


def calls(*names: str) -> Iterator[tuple[Path, ast.Call]]:
    """Yield the calls of functions of these names in the source, without demonstration and migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        if {"demo", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in names:
                    yield path, node


def literals(node: ast.AST) -> Iterator[str]:
    yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str))


def recorded_verbs() -> set[str]:
    """Return every verb that a room writes into the ledger: by name, or by a move of a machine."""
    named = {str(node.args[0].value) for _path, node in calls("record") if node.args and _is_verb(node.args[0])}
    return named | {f"{room}.{verb}" for room, machine in machines() for verb in machine}


def _is_verb(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value


def machines() -> Iterator[tuple[str, Machine]]:
    """Yield every table of moves with the label of its room."""
    for config in apps.get_app_configs():
        if config.name.startswith("zhengyou.") and find_spec(f"{config.name}.machine"):
            for value in vars(import_module(f"{config.name}.machine")).values():
                if isinstance(value, dict) and all(isinstance(move, Move) for move in value.values()):
                    yield config.label, value


def unspoken(labels: dict[str, str]) -> list[str]:
    return sorted(name for name, label in labels.items() if not CHINESE.search(label))


def test_every_verb_of_the_ledger_has_a_chinese_word() -> None:
    found = recorded_verbs()
    assert len(found) > 150
    with translation.override("zh-hans"):
        assert unspoken({verb: words.verb_label(verb) for verb in found}) == []


def test_every_field_that_an_event_names_has_a_chinese_word() -> None:
    found = {
        name
        for _path, node in calls("record")
        for word in node.keywords
        if word.arg == "fields"
        for name in literals(word.value)
    }
    found |= {word.arg for _path, node in calls("move") for word in node.keywords if word.arg} - NOT_FIELDS
    assert len(found) > 100
    with translation.override("zh-hans"):
        assert unspoken({name: fieldwords.field_label(name) for name in found}) == []


def test_every_purpose_of_reading_sealed_data_has_a_chinese_word() -> None:
    purposes = {
        str(word.value.value)
        for _path, node in calls("open_for", "open_many")
        for word in node.keywords
        if word.arg == "purpose" and isinstance(word.value, ast.Constant)
    }
    assert len(purposes) > 3
    with translation.override("zh-hans"):
        assert unspoken({name: fieldwords.purpose_label(name) for name in purposes}) == []


def test_every_rule_of_the_shipped_packs_has_a_chinese_title() -> None:
    assert unspoken({rule.key: str(rule.title) for rule in policy.DEFAULT_RULES}) == []


def test_no_rule_is_shipped_twice() -> None:
    keys = [rule.key for rule in policy.DEFAULT_RULES]
    assert len(set(keys)) == len(keys)


def test_every_state_in_the_ledger_has_a_chinese_word() -> None:
    with translation.override("zh-hans"):
        states = {
            f"{model._meta.label}.{value}": words.state_label(model._meta.label_lower, value)
            for model in apps.get_models()
            if model.__module__.startswith("zhengyou.") and any(one.name == "state" for one in model._meta.fields)
            for value, _label in model._meta.get_field("state").flatchoices  # type: ignore[union-attr]
        }
        assert len(states) > 50
        assert unspoken(states) == []


def test_every_task_has_a_chinese_title() -> None:
    for room in settings.ROOMS:
        if find_spec(f"{room}.tasks"):
            import_module(f"{room}.tasks")
    labels = {config.label for config in apps.get_app_configs()}
    with translation.override("zh-hans"):
        ours = {name: str(title) for name, title in titles.items() if name.partition(".")[0] in labels}
        assert len(ours) > 20
        assert unspoken(ours) == []


def test_a_name_without_a_word_stands_as_it_is() -> None:
    assert fieldwords.field_label("no_such_field") == "no_such_field"
    assert words.state_label("orders.order", "nowhere") == "nowhere"
    assert words.state_label("no.model", "nowhere") == "nowhere"
    assert CHINESE.search(words.state_label("ratings.rating", "hidden")), "a state in a field of another name"


def test_no_text_hides_from_the_catalogues():
    """The extraction knows the functions of Django and ``_`` by name, and reads nothing but texts that stand there."""
    extracted = {"_": 1, "gettext": 1, "gettext_lazy": 1, "pgettext": 2, "pgettext_lazy": 2, "ngettext": 2}
    hidden = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                hidden += [f"{path}: {one.name} as {one.asname}" for one in node.names if one.asname not in (None, "_")]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in extracted:
                texts = node.args[: extracted[node.func.id]]
                if not all(isinstance(text, ast.Constant) for text in texts):
                    hidden.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    assert not hidden
