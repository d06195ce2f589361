"""The two verbs of the ledger: write down, and move a state while writing down."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models, transaction

from zhengyou.kernel import clock, ids, moves
from zhengyou.kernel.arrays import array
from zhengyou.records.ledger.actors import Actor
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import kind_of, public_id

M = TypeVar("M", bound=models.Model)
_COLUMNS = tuple(field.attname for field in Event._meta.concrete_fields)
_INSERT = (
    f"INSERT INTO ledger_event ({', '.join(_COLUMNS)})"  # noqa: S608 -- names of columns, nothing from outside
    f" VALUES ({', '.join('%s::varchar[]' if name == 'fields' else '%s' for name in _COLUMNS)})"
)


def record(
    verb: str, thing: models.Model, *, actor: Actor, fields: Iterable[str] = (), source: str = "", target: str = ""
) -> Event:
    """Write down that ``actor`` did ``verb`` to ``thing``; ``fields`` are names of what changed, never values.

    For the public neither the moment nor an id that tells it is kept: the day is enough.
    """
    _require_transaction()
    event = _event(verb, thing, actor, fields, source, target)
    # Every verb writes at least one event: the statement stands ready instead of being built anew each time.
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, [array(event.fields) if name == "fields" else getattr(event, name) for name in _COLUMNS]
        )
    event._state.adding, event._state.db = False, connection.alias
    return event


def record_each(verb: str, things: Sequence[models.Model], *, actor: Actor) -> None:
    """Write down that ``actor`` did ``verb`` to each of ``things``: as `record` does, in one statement."""
    _require_transaction()
    Event.objects.bulk_create(_event(verb, thing, actor) for thing in things)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event needs the transaction of its verb.")


def _event(
    verb: str, thing: models.Model, actor: Actor, fields: Iterable[str] = (), source: str = "", target: str = ""
) -> Event:
    public = actor.kind == "public"
    label = getattr(thing, "ledger_label", None) or str(thing)
    return Event(
        id=ids.random_id() if public else ids.uuid7(),
        at=clock.midnight(clock.today()) if public else clock.now(),
        verb=verb,
        object_kind=kind_of(thing),
        object_id=public_id(thing),
        object_label=label[:200],
        actor_kind=actor.kind,
        actor_id="" if public else actor.id,
        actor_label="" if public else actor.label[:100],
        hat_id="" if public else actor.hat_id,
        hat_label="" if public else actor.hat_label[:200],
        fields=sorted(fields),
        source=source,
        target=target,
    )


def record_public(verb: str, kind: str, keys: Sequence[uuid.UUID], labels: Sequence[str]) -> None:
    """Write down that the public did ``verb`` to each of the things with ``keys``: as `record` does, in one statement.

    ``kind`` is the word of `queries.kind_of`, ``labels`` are the things' names, one for each key.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_event (id, at, verb, object_kind, object_id, object_label, actor_kind, actor_id,"
            " actor_label, hat_id, hat_label, fields, source, target)"
            " SELECT id, %s, %s, %s, thing, label, 'public', '', '', '', '', '{}', '', ''"
            " FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS row (id, thing, label)",
            [
                clock.midnight(clock.today()),
                verb,
                kind,
                array([ids.random_id() for _ in keys]),
                array([str(key) for key in keys]),
                array([label[:200] for label in labels]),
            ],
        )


def move(thing: M, verb: str, machine: moves.Machine, *, actor: Actor, held: bool = False, **changes: Any) -> M:
    """Lock ``thing``, move its state by ``verb``, save it with ``changes``, write the event and return it.

    The verb stands in the ledger as ``<room>.<verb>``. Raises Conflict where the state does not allow the verb and
    Refused with the guard's sentence where the guard objects. Callers hold the transaction. ``held``: ``thing`` was
    read under its lock in this transaction and is moved itself; it is neither locked nor read again.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A move needs the transaction of its verb.")
    locked: M = thing if held else type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    source: str = locked.state  # type: ignore[attr-defined]  # every model with a machine has a state
    target = moves.target_of(locked, source, verb, machine)
    for name, value in {**changes, "state": target}.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    record(
        f"{thing._meta.app_label}.{verb}", locked, actor=actor, fields=["state", *changes], source=source, target=target
    )
    return locked
