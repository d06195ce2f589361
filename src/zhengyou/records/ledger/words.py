"""How verbs and things of the ledger are called on screen; each room names its own."""

from collections.abc import Mapping

from django.apps import apps
from django.db import models

from zhengyou.kernel.errors import Sentence

_verbs: dict[str, Sentence] = {}


def describe(labels: Mapping[str, Sentence]) -> None:
    """Name verbs, each ``room.verb`` with its label, at the head of the room's ``rules`` or from ``AppConfig.ready``."""
    _verbs.update(labels)


def define(verbs: type[models.TextChoices]) -> None:
    """Name the verbs of a room: a TextChoices of ``room.verb`` and label, from ``AppConfig.ready``."""
    describe({str(verb.value): verb._label_ for verb in verbs})  # the lazy one; `label` is fixed in today's language


def known() -> dict[str, Sentence]:
    """Return the named verbs."""
    return dict(sorted(_verbs.items()))


def verb_label(verb: str) -> str:
    """Return how ``verb`` is called; a verb that no room named stands as it is."""
    return str(_verbs.get(verb, verb))


def kind_label(kind: str) -> str:
    """Return how things of ``kind`` (as ``orders.order``) are called: the model's name, with its room's."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return kind
    room = str(model._meta.app_config.verbose_name)
    own = "verbose_name" in getattr(model._meta, "original_attrs", {})
    return f"{room} · {model._meta.verbose_name}" if own else room


def state_label(kind: str, state: str) -> str:
    """Return how a state of things of ``kind`` is called; a state that the model does not know stands as it is.

    Things may have more states than one, each in a field of its own that is called so: `state`, `text_state`.
    """
    try:
        fields = apps.get_model(kind)._meta.concrete_fields
    except (LookupError, ValueError):
        return state
    states = sorted((one for one in fields if one.name.endswith("state")), key=lambda one: len(one.name))
    choices = (dict(one.flatchoices) for one in states)
    return next((str(known[state]) for known in choices if state in known), state)
