"""The functions that a role may hold, declared by the rooms they belong to.

They belong to access; they are kept here because people and bodies, which stand below it, declare some too.
"""

from dataclasses import dataclass

from zhengyou.kernel.errors import Sentence


@dataclass(frozen=True, slots=True)
class Function:
    """Something a person may do: ``name`` as ``campaigns.launch``, ``label`` as people call it."""

    name: str
    label: Sentence


_known: dict[str, Function] = {}


def define(name: str, label: Sentence) -> str:
    """Declare the function ``name`` and return its name; a room does this once, at the head of its ``rules``."""
    _known[name] = Function(name, label)
    return name


def known() -> dict[str, Function]:
    """Return every declared function by name."""
    return dict(sorted(_known.items()))


def label(name: str) -> Sentence:
    """Return what people call the function ``name``."""
    return _known[name].label if name in _known else name
