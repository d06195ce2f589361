"""The log of ratings 评价存证: each rating, and each addition to one, is committed to, the tree of commitments is signed every day, and nobody can
take a bad rating away without its being noticed.

A leaf hides what it commits to behind a salt. Where the privacy law demands erasure, content and salt go and the leaf
stays. Filler leaves round each day's number, so that the size of the log does not tell how many came to a small office.
"""

import base64
import datetime as dt
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from zhengyou.instruments.ratings import merkle, policy
from zhengyou.instruments.ratings.models import Addition, LogBlock, LogHead, LogLeaf, LogSalt, Rating
from zhengyou.kernel import clock
from zhengyou.kernel.arrays import array
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.ledger.actions import record

SALT = 32
LOCK = 6_962_001
"""The advisory lock that lets one process at a time append."""
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a leaf commits to: salt, digest of the words, and the leaf's hash."""

    salt: bytes
    words: bytes
    leaf: bytes


Said = Rating | Addition
"""What has a leaf of its own."""


def commit(told: Said | None, salt: bytes, words: bytes | None = None) -> Commitment:
    """Return the commitment to a rating or to what was added to one, or to nothing for a filler.

    ``words`` is the digest of its text where the text itself has been erased since.
    """
    if told is None:
        return Commitment(salt, b"", merkle.leaf(salt))
    if words is None:
        words = sha256(salt + told.text.encode()).digest()
    said = {"day": told.day.isoformat(), "id": str(told.pk), "level": told.level, "words": words.hex(), **_rest(told)}
    entry = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    return Commitment(salt, words, merkle.leaf(salt + entry))


def _rest(told: Said) -> dict[str, object]:
    """Return what else is committed to; of an addition, to which rating it was added."""
    if isinstance(told, Addition):
        return {"rating": str(told.rating_id)}
    return {
        "channel": str(told.channel), "stage": str(told.stage), "tags": list(told.tags), "window": told.window_id,
    }  # fmt: skip


@cache
def _signer(path: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(b"zhengyou log " + Path(path).read_bytes()).digest())


def public_key() -> str:
    """Return the key with which anybody can check the signature of a head, in base 64 (Ed25519, RFC 8032)."""
    key = _signer(str(settings.LOG_KEY_FILE)).public_key()
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def note(day: dt.date, size: int, root: bytes) -> str:
    """Return the text that is signed: what the log says of itself on ``day``."""
    return f"zhengyou ratings log\n{day.isoformat()}\n{size}\n{base64.b64encode(root).decode()}\n"


def append() -> int:
    """Commit to ratings and additions of past days that have no leaf yet and return how many. Safe to repeat."""
    done = 0
    while count := _append_batch():
        done += count
    return done


@transaction.atomic
def _append_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    past = {"day__lt": clock.today()}
    ratings = Rating.objects.filter(**past).exclude(Exists(LogLeaf.objects.filter(rating=OuterRef("pk"))))
    added = Addition.objects.filter(**past).exclude(Exists(LogLeaf.objects.filter(addition=OuterRef("pk"))))
    told = ratings.only("day", "level", "text", "channel", "stage", "tags", "window_id")
    found: list[Said] = [*told.order_by("pk")[:BATCH], *added.order_by("pk")[:BATCH]]
    found.sort(key=lambda told: told.pk)  # by random ids: the order in the log tells no time, and not what was added
    if found:
        last = LogLeaf.objects.order_by("-index").first()
        _write(found, last.index + 1 if last else 0)
    return len(found)


def _write(found: Sequence[Said], first: int) -> None:
    filled: list[Said | None] = [*found, *[None] * (-(first + len(found)) % policy.LOG_STEP)]
    made = [commit(each, secrets.token_bytes(SALT)) for each in filled]
    places, whose = range(first, first + len(made)), [_whose(each) for each in filled]
    with connection.cursor() as cursor:
        # In one statement for each table: row by row the driver takes longer than the hashes.
        cursor.execute(
            "INSERT INTO ratings_logleaf (index, rating, addition, words, leaf, day)"
            " SELECT *, %s FROM unnest(%s::bigint[], %s::uuid[], %s::uuid[], %s::bytea[], %s::bytea[])",
            [
                clock.today(),
                array(places),
                array([each.get("rating") for each in whose]),
                array([each.get("addition") for each in whose]),
                array([each.words for each in made]),
                array([each.leaf for each in made]),
            ],
        )
        cursor.execute(
            "INSERT INTO ratings_logsalt (leaf_id, salt) SELECT * FROM unnest(%s::bigint[], %s::bytea[])",
            [array(places), array([each.salt for each in made])],
        )


def _whose(told: Said | None) -> dict[str, uuid.UUID]:
    if told is None:
        return {}
    return {"addition" if isinstance(told, Addition) else "rating": told.pk}


@transaction.atomic
def sign() -> LogHead:
    """Sign what the log holds today and publish it; the same day's head stays as it is. Safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    today = clock.today()
    if known := LogHead.objects.filter(day=today).first():
        return known
    last = LogHead.objects.order_by("-day").first()
    peaks = merkle.unpacked(last.size, bytes(last.peaks)) if last else merkle.Peaks()
    blocks = []
    for hashed in LogLeaf.objects.filter(index__gte=peaks.size).order_by("index").values_list("leaf", flat=True):
        peaks.add(bytes(hashed))
        if peaks.size % merkle.BLOCK == 0:
            blocks.append(LogBlock(number=peaks.size // merkle.BLOCK - 1, root=_block_root(peaks)))
    LogBlock.objects.bulk_create(blocks)
    root = peaks.root()
    signature = _signer(str(settings.LOG_KEY_FILE)).sign(note(today, peaks.size, root).encode())
    head = LogHead.objects.create(
        day=today, size=peaks.size, root=root, peaks=peaks.packed(), signature=signature, key=public_key()
    )
    record("ratings.sign_log", head, actor=SYSTEM)
    return head


def _block_root(peaks: merkle.Peaks) -> bytes:
    """Return the root of the block that has just become whole: below the peaks of whole blocks before it."""
    below = merkle.Peaks()
    first = peaks.size - merkle.BLOCK
    for hashed in (
        LogLeaf.objects.filter(index__gte=first, index__lt=peaks.size).order_by("index").values_list("leaf", flat=True)
    ):
        below.add(bytes(hashed))
    return below.root()


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf stands in the signed log: its place, the head, and the siblings on its way to the root."""

    index: int
    head: LogHead
    leaf: bytes
    siblings: Sequence[bytes]

    @property
    def holds(self) -> bool:
        """Return whether the siblings lead from the leaf to the signed root."""
        found = merkle.root_by_path(self.leaf, self.index, self.head.size, self.siblings)
        return found == bytes(self.head.root)


def proof_of(told: Said) -> Proof | None:
    """Return the proof for a rating or an addition in the newest head, or nothing while it waits for the night.

    The leaf is computed from what is stored now: where it was altered, the proof does not hold.
    """
    kept = LogLeaf.objects.filter(**_whose(told)).first()
    head = LogHead.objects.order_by("-day").first()
    if kept is None or head is None or kept.index >= head.size:
        return None
    salt = LogSalt.objects.filter(leaf=kept).first()
    hashed = bytes(kept.leaf)
    if salt is not None:
        hashed = commit(told, bytes(salt.salt), bytes(kept.words) if not told.text else None).leaf
    whole = head.size // merkle.BLOCK * merkle.BLOCK
    mine = kept.index // merkle.BLOCK * merkle.BLOCK
    near = LogLeaf.objects.filter(index__lt=head.size).filter(
        index__in=[*range(mine, mine + merkle.BLOCK), *range(whole, head.size)]
    )
    leaves = {index: bytes(each) for index, each in near.values_list("index", "leaf")}
    blocks = {number: bytes(root) for number, root in LogBlock.objects.values_list("number", "root")}
    siblings = merkle.path(kept.index, head.size, leaves.__getitem__, blocks.__getitem__)
    return Proof(kept.index, head, hashed, siblings)


def heads() -> QuerySet[LogHead]:
    """Return the published heads, the newest first."""
    return LogHead.objects.order_by("-day")
