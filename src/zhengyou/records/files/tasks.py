"""Jobs of attachments: every night abandoned uploads and the bytes of withdrawn files go."""

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.records import jobs, ledger
from zhengyou.records.files import actions, policy, queries, storage
from zhengyou.records.files.enums import State
from zhengyou.records.files.models import Attachment

_BATCH = 500
_KEY, _HASH = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")


@jobs.task("files.sweep", title=_("Clear away abandoned and withdrawn files"), cron="10 19 * * *")
def sweep() -> None:
    """Give up stale uploads, purge withdrawn files, and take leftovers off the disk (03:10 in Shanghai)."""
    now = clock.now()
    for upload in queries.abandoned(now - dt.timedelta(hours=policy.STALE_HOURS))[:_BATCH]:
        actions.purge(actions.withdraw(upload, actor=ledger.SYSTEM))
    for attachment in queries.purgeable(now - dt.timedelta(days=policy.WITHDRAWN_DAYS))[:_BATCH]:
        actions.purge(attachment)
    _drop_leftovers(now - dt.timedelta(hours=policy.STALE_HOURS))


def _drop_leftovers(before: dt.datetime) -> None:
    """Take files off the disk that no row needs: a transaction that failed after writing leaves such ones."""
    old = [place for place, written in storage.stored() if written < before.timestamp()]
    for start in range(0, len(old), _BATCH):
        batch = old[start : start + _BATCH]
        needed = _needed(batch)
        for place in batch:
            if place not in needed:
                actions.drop_leftover(place, before=before)


def _needed(places: list[str]) -> set[str]:
    """Return those of the places on disk that a row still needs."""
    by_name = {place.rpartition("/")[2]: place for place in places}
    rows = Attachment.objects.filter(purged_at=None)
    keys = [name for name in by_name if _KEY.fullmatch(name)]
    plain = rows.filter(sealed=False, sha256__in=[name for name in by_name if _HASH.fullmatch(name)])
    kept = {f"plain/{name[:2]}/{name[2:4]}/{name}" for name in plain.values_list("sha256", flat=True)}
    kept |= {row.place for row in rows.filter(sealed=True, pk__in=keys)}
    uploads = rows.filter(state=State.UPLOADING, pk__in=keys).values_list("pk", flat=True)
    return kept | {f"uploads/{key.hex}" for key in uploads}
