"""What people call the verbs that stand in the ledger; every room describes its own."""

from collections.abc import Mapping

from zhengyou.kernel.errors import Sentence

_labels: dict[str, Sentence] = {}


def describe(labels: Mapping[str, Sentence]) -> None:
    """Tell what each verb is called on screen (from ``AppConfig.ready`` or at the head of ``rules``)."""
    _labels.update(labels)


def label(verb: str) -> Sentence:
    """Return what people call ``verb``, or the verb itself where nobody has said."""
    return _labels.get(verb, verb)
