"""Goes through the whole log of ratings and says what was taken away or altered: `zhengyou verify-log`."""

import base64
import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import log, merkle
from zhengyou.instruments.ratings.models import Addition, LogHead, LogLeaf, Rating
from zhengyou.kernel import clock
from zhengyou.records.ledger.models import Event
from zhengyou.records.ledger.queries import kind_of

CHUNK = 2000
NIGHTS = 2
"""After so many nights a rating must stand in the log."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the log says: where, and what."""

    place: str
    text: str


@dataclass(slots=True)
class Tally:
    """What was looked at."""

    leaves: int = 0
    ratings: int = 0
    additions: int = 0
    erased: int = 0
    heads: int = 0


def faults(tally: Tally, key: str = "") -> Iterator[Fault]:
    """Yield every fault of log and ratings, counting in ``tally`` what was looked at.

    ``key``: the public key that the heads must carry, in base 64; the installation's own unless named.
    """
    waiting = {head.size: head for head in LogHead.objects.filter(size=0)}
    by_size: dict[int, list[LogHead]] = {}
    for head in LogHead.objects.order_by("day"):
        by_size.setdefault(head.size, []).append(head)
        yield from _signature_fault(head, key or log.public_key())
        tally.heads += 1
    for head in waiting.values():
        yield from _root_fault(head, merkle.EMPTY)
    peaks = merkle.Peaks()
    for leaves in _chunks():
        for leaf in leaves:
            if leaf.index != peaks.size:
                yield Fault(
                    str(peaks.size), str(_("Leaves are missing before number %(index)s.")) % {"index": leaf.index}
                )
                return
            peaks.add(bytes(leaf.leaf))
            for head in by_size.get(peaks.size, ()):
                yield from _root_fault(head, peaks.root())
        yield from _leaf_faults(leaves, tally)
    for size, heads in by_size.items():
        if size > peaks.size:
            yield Fault(str(heads[0].day), _("The log has become shorter than what was signed."))
    yield from _unlogged()


def _chunks() -> Iterator[list[LogLeaf]]:
    after = -1
    while leaves := list(LogLeaf.objects.filter(index__gt=after).order_by("index").select_related("salt")[:CHUNK]):
        yield leaves
        after = leaves[-1].index


def _signature_fault(head: LogHead, key: str) -> Iterator[Fault]:
    if head.key != key:
        yield Fault(str(head.day), _("The day's head is signed with another key."))
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(head.key))
    try:
        public.verify(bytes(head.signature), log.note(head.day, head.size, bytes(head.root)).encode())
    except InvalidSignature:
        yield Fault(str(head.day), _("The signature of the day's head does not hold."))


def _root_fault(head: LogHead, root: bytes) -> Iterator[Fault]:
    if bytes(head.root) != root:
        yield Fault(str(head.day), _("The log is not the one that was signed on this day."))


def _leaf_faults(leaves: list[LogLeaf], tally: Tally) -> Iterator[Fault]:
    ratings = Rating.objects.in_bulk([leaf.rating for leaf in leaves if leaf.rating])
    added = Addition.objects.in_bulk([leaf.addition for leaf in leaves if leaf.addition])
    told: dict[uuid.UUID, log.Said] = {**ratings, **added}
    # What was added is erased together with its rating.
    owner = {key: key for key in ratings} | {key: one.rating_id for key, one in added.items()}
    erased = _erased([str(key) for pair in owner.items() for key in pair])
    for leaf in leaves:
        tally.leaves += 1
        key = leaf.rating or leaf.addition
        one = told.get(key) if key else None
        salt = bytes(leaf.salt.salt) if hasattr(leaf, "salt") else None
        if key is None:
            if salt is None or log.commit(None, salt).leaf != bytes(leaf.leaf):
                yield Fault(str(leaf.index), _("A filler of the log was altered."))
            continue
        tally.ratings += leaf.rating is not None
        tally.additions += leaf.addition is not None
        if one is None:
            yield Fault(str(leaf.index), _("A rating was deleted.") if leaf.rating else _("An addition was deleted."))
        elif salt is None:
            tally.erased += 1
            if not erased & {str(one.pk), str(owner[one.pk])}:
                yield Fault(str(leaf.index), _("The salt of a rating is gone although nobody demanded its erasure."))
        else:
            yield from _content_fault(leaf, one, salt, bool(erased & {str(one.pk), str(owner[one.pk])}))


def _content_fault(leaf: LogLeaf, rating: log.Said, salt: bytes, erased: bool) -> Iterator[Fault]:
    """Compare a rating with its leaf; words may be gone where their erasure was written down or their term is over."""
    if log.commit(rating, salt).leaf == bytes(leaf.leaf):
        return
    if not rating.text and log.commit(rating, salt, bytes(leaf.words)).leaf == bytes(leaf.leaf):
        term = Rating.personal["text"].term_days or 0
        if erased or rating.day < clock.today() - dt.timedelta(days=term):
            return
        yield Fault(str(leaf.index), _("The words of a rating were taken away."))
        return
    yield Fault(str(leaf.index), _("A rating was altered."))


def _erased(ids: list[str]) -> set[str]:
    """Return those of ``ids`` whose erasure stands in the ledger."""
    kinds = [kind_of(Rating), kind_of(Addition)]
    events = Event.objects.filter(object_kind__in=kinds, object_id__in=ids, verb__in=["ratings.erase", "seal.erase"])
    return set(events.values_list("object_id", flat=True))


def _unlogged() -> Iterator[Fault]:
    known = LogLeaf.objects.exclude(rating=None).values("rating")
    today = clock.today()
    oldest = today - dt.timedelta(days=NIGHTS)
    # What a platform above told of later enters the log in the night after it came in, whatever its own day.
    # One that bears a day to come was made to bear it, so that it is looked for late.
    ratings = Rating.objects.annotate(came_in=Coalesce("taken_on", "day")).exclude(pk__in=known)
    late = ratings.filter(Q(came_in__lt=oldest) | Q(came_in__gt=today)).count()
    late += (
        Addition.objects.filter(day__lt=oldest)
        .exclude(pk__in=LogLeaf.objects.exclude(addition=None).values("addition"))
        .count()
    )
    if late:
        yield Fault("-", str(_("%(number)s ratings of past days do not stand in the log yet.")) % {"number": late})
