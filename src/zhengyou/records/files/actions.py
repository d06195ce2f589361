"""Verbs of attachments. The owner's rule is asked in each of them; the kind of file, its size and number too."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock, ids
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.files import policy, storage
from zhengyou.records.files.contents import Type, fitting_name, recognised, safe_name
from zhengyou.records.files.enums import State
from zhengyou.records.files.machine import MACHINE
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.owners import Owner, OwnerRules, require_read, require_write, rules_of
from zhengyou.records.files.pictures import drawn_anew
from zhengyou.records.files.queries import attached_to, counted
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record


@dataclass(frozen=True, slots=True)
class Opened:
    """An attachment that may be handed out, and its bytes (in memory where sealed, otherwise on disk)."""

    attachment: Attachment
    content: bytes | None = None


@transaction.atomic
def attach(
    owner: Owner, *, name: str, content: bytes, actor: Actor, sealed: bool = False, asked: bool = False
) -> Attachment:
    """Attach a whole file at once. The same file a second time is the attachment that is there already.

    ``asked``: the calling verb has asked its own rule already, as for what the public sends with a form.
    """
    rules = rules_of(owner.kind) if asked else require_write(actor, owner)
    sealed = sealed or rules.sealed
    _check_size(len(content), rules, sealed=sealed)
    ready = _looked_at(content, rules)
    _lock(f"files {owner.kind} {owner.id}")
    if not sealed and (known := _already(owner, ready)) is not None:
        return known
    _check_count(owner, rules)
    return _store(_new(owner, name, len(content), actor=actor, sealed=sealed), ready, actor=actor)


@transaction.atomic
def begin(owner: Owner, *, name: str, size: int, actor: Actor, sealed: bool = False) -> Attachment:
    """Begin a resumable upload of ``size`` bytes; pieces follow by `append`, the end is `finish`."""
    rules = require_write(actor, owner)
    sealed = sealed or rules.sealed
    if size <= 0:
        raise Refused(_("The file is empty."), field="file", code="empty")
    _check_size(size, rules, sealed=sealed)
    _lock(f"files {owner.kind} {owner.id}")
    _check_count(owner, rules)
    return _new(owner, name, size, actor=actor, sealed=sealed)


@transaction.atomic
def append(attachment: Attachment, *, offset: int, data: bytes, actor: Actor) -> Attachment:
    """Add a piece at ``offset``, which must be what has been received so far.

    A piece that came already (the answer was lost on the way) is taken as done. Any other offset raises Conflict with
    the code ``offset``; the sender asks where to go on.
    """
    locked = _locked_upload(attachment, actor)
    if offset < 0 or not data:
        raise Refused(_("This piece of the file is empty."), field="file", code="empty")
    end = offset + len(data)
    if end <= locked.received and storage.read_piece(locked.id.hex, offset, len(data)) == data:
        return locked
    if offset != locked.received:
        raise Conflict(_("The upload goes on at another place. Ask for the offset again."), code="offset")
    if end > locked.size:
        raise Refused(_("More bytes came than were announced."), field="file", code="too_large")
    storage.write_piece(locked.id.hex, offset, data)
    locked.received, locked.touched_at = end, clock.now()
    locked.save(update_fields=["received", "touched_at"])
    return locked


@transaction.atomic
def finish(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Close a resumable upload: look at the content, store it, and attach it. Asked again, it answers the same."""
    known = Attachment.objects.filter(pk=attachment.pk, state=State.READY).first()
    if known is not None:
        require_write(actor, known.owner)
        return known
    locked = _locked_upload(attachment, actor)
    if locked.received != locked.size:
        raise Conflict(_("The file has not come completely yet."), code="incomplete")
    content = storage.read_piece(locked.id.hex)
    if len(content) != locked.size:
        raise Refused(_("The upload was interrupted. Please send the file again."), field="file", code="damaged")
    ready = _looked_at(content, rules_of(locked.owner_kind))
    _lock(f"files {locked.owner_kind} {locked.owner_id}")
    _drop_after_commit(locked)
    if not locked.sealed and (same := _already(locked.owner, ready)) is not None:
        move(locked, "withdraw", MACHINE, actor=actor, withdrawn_at=clock.now(), purged_at=clock.now())
        return same
    return _store(locked, ready, actor=actor)


@transaction.atomic
def withdraw(attachment: Attachment, *, actor: Actor) -> Attachment:
    """Take a file back; its bytes go after a while (`policy.WITHDRAWN_DAYS`)."""
    require_write(actor, attachment.owner)
    return move(attachment, "withdraw", MACHINE, actor=actor, withdrawn_at=clock.now())


@transaction.atomic
def open_for(attachment: Attachment, *, actor: Actor) -> Opened:
    """Return a file for ``actor`` to read, if the owner's rule allows. Reading a sealed one is written down."""
    require_read(actor, attachment.owner)
    if attachment.state != State.READY:
        raise Conflict(_("This file has been withdrawn."), code="state")
    if not attachment.sealed:
        storage.path_of(attachment.place)
        return Opened(attachment)
    record("files.open", attachment, actor=actor)
    return Opened(attachment, storage.unsealed(storage.get(attachment.place), str(attachment.pk)))


@transaction.atomic
def erase_of(owner: Owner, *, actor: Actor) -> int:
    """Erase every file of an owner whose personal data is erased: names and bytes go now; return how many."""
    rows = Attachment.objects.select_for_update().filter(owner_kind=owner.kind, owner_id=owner.id).order_by("pk")
    gone = [row for row in rows if row.name != ERASED]
    for row in gone:
        if row.state != State.WITHDRAWN:
            move(row, "withdraw", MACHINE, actor=actor, withdrawn_at=clock.now())
        Attachment.objects.filter(pk=row.pk).update(name=ERASED, owner_label="")
        purge(row, actor=actor)
    return len(gone)


ERASED = "—"


@transaction.atomic
def purge(attachment: Attachment, *, actor: Actor = SYSTEM) -> None:
    """Take the bytes of a withdrawn file off the disk, unless the same bytes belong to another file as well."""
    del actor  # the withdrawing was written down; the end of its term needs no second event
    _lock(f"bytes {attachment.sha256}")
    shared = Attachment.objects.filter(sha256=attachment.sha256, state=State.READY, sealed=False).exists()
    Attachment.objects.filter(pk=attachment.pk).update(purged_at=clock.now())
    place, upload = attachment.place, attachment.id.hex
    if attachment.sha256 and (attachment.sealed or not shared):
        storage.drop(place)
    storage.drop_piece(upload)


@transaction.atomic
def drop_leftover(place: str, *, before: dt.datetime, actor: Actor = SYSTEM) -> None:
    """Take a file off the disk that no row needs, unless somebody has just begun to need it."""
    del actor  # nothing that anybody attached goes
    name = place.rpartition("/")[2]
    _lock(f"bytes {name}")
    needed = Attachment.objects.filter(sha256=name, sealed=False, purged_at=None).exists()
    if not needed and storage.written_at(place) < before.timestamp():
        storage.drop(place)


def _new(owner: Owner, name: str, size: int, *, actor: Actor, sealed: bool) -> Attachment:
    """Return a new row. What the public sends keeps neither its moment nor an id that tells it."""
    return Attachment.objects.create(
        id=ids.random_id() if actor.kind == "public" else ids.uuid7(),
        owner_kind=owner.kind,
        owner_id=owner.id,
        owner_label=owner.label[:200],
        name=safe_name(name),
        size=size,
        sealed=sealed,
        begun_at=_moment(actor),
        touched_at=clock.now(),  # which attempts are given up depends on it; storing takes the moment away
    )


def _locked_upload(attachment: Attachment, actor: Actor) -> Attachment:
    locked = Attachment.objects.select_for_update().get(pk=attachment.pk)
    require_write(actor, locked.owner)
    if locked.state != State.UPLOADING:
        raise Conflict(_("This upload is closed."), code="state")
    return locked


@dataclass(frozen=True, slots=True)
class _Ready:
    """Content that may be stored: recognised, and drawn anew where it is a picture."""

    content: bytes
    kind: Type
    sha256: str


def _looked_at(content: bytes, rules: OwnerRules) -> _Ready:
    kind = recognised(content, rules.families)
    if kind.family == "picture":
        content, kind = drawn_anew(content, kind)
    return _Ready(content, kind, storage.digest(content))


def _store(attachment: Attachment, ready: _Ready, *, actor: Actor) -> Attachment:
    """Put the bytes in their place and move the attachment to ready."""
    attachment.sha256 = ready.sha256
    _lock(f"bytes {ready.sha256}")
    content = storage.sealed(ready.content, str(attachment.pk)) if attachment.sealed else ready.content
    storage.put(attachment.place, content)
    moment = _moment(actor)
    return move(
        attachment, "finish", MACHINE, actor=actor, name=fitting_name(attachment.name, ready.kind),
        media_type=ready.kind.media_type, size=len(ready.content), received=len(ready.content), sha256=ready.sha256,
        touched_at=moment, uploaded_at=moment,
    )  # fmt: skip


def _moment(actor: Actor) -> dt.datetime:
    """Return what is kept of this moment: for the public the day only."""
    return clock.midnight(clock.today()) if actor.kind == "public" else clock.now()


def _already(owner: Owner, ready: _Ready) -> Attachment | None:
    return attached_to(owner).filter(sha256=ready.sha256, sealed=False).first()


def require_size(owner: Owner, size: int) -> None:
    """Refuse a file that is too large for its owner; for doors, before they read it into memory."""
    _check_size(size, rules_of(owner.kind), sealed=False)


def _check_size(size: int, rules: OwnerRules, *, sealed: bool) -> None:
    most = min(rules.most_bytes, policy.MOST_SEALED_BYTES) if sealed else rules.most_bytes
    if size > most:
        text = _("The file is larger than {most} MB.")
        raise Refused(format_lazy(text, most=f"{most / (1 << 20):g}"), field="file", code="too_large")


def _check_count(owner: Owner, rules: OwnerRules) -> None:
    if counted(owner) >= rules.most_files:
        text = _("No more than {most} files can be attached here.")
        raise Refused(format_lazy(text, most=rules.most_files), field="file", code="too_many")


def _lock(word: str) -> None:
    """Hold a lock of this name until the transaction ends, so that two of the same kind come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [word])


def _drop_after_commit(attachment: Attachment) -> None:
    upload = attachment.id.hex
    transaction.on_commit(lambda: storage.drop_piece(upload))
