"""May-questions of the rooms below access: they ask here by the function's name, and access answers.

People and bodies stand below access, because access needs both to know what a grant is. Their verbs still have to
ask; so access hands its answer down when the program starts. Without an answer nobody but the system may do anything.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger

Guard = Callable[[ledger.Actor, str, object], None]

_guards: list[Guard] = []


def answer_with(guard: Guard) -> None:
    """Let ``guard`` answer; it raises Forbidden with the reason where ``actor`` may not do a function to a thing."""
    _guards[:] = [guard]


def require(actor: ledger.Actor, function: str, thing: object) -> None:
    """Raise Forbidden unless ``actor`` may do ``function`` to ``thing``: a body, a person, or None for anywhere."""
    if actor.kind == "system":
        return
    if not _guards:
        raise Forbidden(_("Nobody may do this yet: the rules of access are not loaded."))
    for guard in _guards:
        guard(actor, function, thing)
