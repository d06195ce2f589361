"""Whose files: the kinds of owners that rooms register, and the question whether somebody may."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records.files import policy
from zhengyou.records.ledger.actors import Actor

May = Callable[[Actor, str], Any]
"""Answers for (actor, public id of the owner): a verdict or bool, false with an optional ``reason`` to refuse; a rule
that raises `Forbidden` itself and returns nothing serves as well."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The thing a file belongs to, as (kind, public id, label at the time)."""

    kind: str
    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRules:
    """What holds for the files of one kind of owner."""

    kind: str
    may_read: May
    may_write: May
    label: Callable[[str], str]
    families: frozenset[str] = frozenset({"document", "picture"})
    most_bytes: int = policy.MOST_BYTES
    most_files: int = policy.MOST_FILES
    sealed: bool = False
    """Whether every file of this kind is sealed, whatever the uploader asks."""


@dataclass
class _Register:
    kinds: dict[str, OwnerRules] = field(default_factory=dict)


_register = _Register()


def register_owner(
    kind: str,
    *,
    may_read: May,
    may_write: May,
    label: Callable[[str], str] = lambda _id: "",
    families: frozenset[str] = frozenset({"document", "picture"}),
    most_bytes: int = policy.MOST_BYTES,
    most_files: int = policy.MOST_FILES,
    sealed: bool = False,
) -> None:
    """Declare that things of ``kind`` (as ``orders.answer``) may have files, and whom their rule lets read and write.

    ``label`` tells what to call the thing with a public id, for uploads that name only the id.
    """
    _register.kinds[kind] = OwnerRules(
        kind=kind, may_read=may_read, may_write=may_write, label=label, families=families, most_bytes=most_bytes,
        most_files=most_files, sealed=sealed,
    )  # fmt: skip


def rules_of(kind: str) -> OwnerRules:
    """Return the rules of a kind; a kind that nobody registered has no files."""
    if kind not in _register.kinds:
        raise Forbidden(_("Files cannot be attached here."))
    return _register.kinds[kind]


def owner_of(thing: models.Model) -> Owner:
    """Return the owner that stands for ``thing``."""
    label = getattr(thing, "ledger_label", None) or str(thing)
    return Owner(thing._meta.label_lower, str(getattr(thing, "public_id", None) or thing.pk), label[:200])


def require_read(actor: Actor, owner: Owner) -> OwnerRules:
    """Return the rules, or raise Forbidden with the reason of the owner's rule."""
    rules = rules_of(owner.kind)
    _require(rules.may_read, actor, owner, _("You may not read this file."))
    return rules


def require_write(actor: Actor, owner: Owner) -> OwnerRules:
    """Return the rules, or raise Forbidden with the reason of the owner's rule."""
    rules = rules_of(owner.kind)
    _require(rules.may_write, actor, owner, _("You may not change the files here."))
    return rules


def _require(may: May, actor: Actor, owner: Owner, default: Any) -> None:
    if actor.kind == "system":
        return
    verdict = may(actor, owner.id)
    if verdict is None or verdict:
        return
    raise Forbidden(getattr(verdict, "reason", "") or default)
