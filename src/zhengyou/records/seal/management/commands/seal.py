"""`zhengyou manage seal`: look at the keys, renew a data key, renew the master key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhengyou.records import ledger
from zhengyou.records.seal import actions, keys
from zhengyou.records.seal.errors import KeyLost
from zhengyou.records.seal.models import DataKey
from zhengyou.records.seal.queries import sealed_fields, sealed_with_old_keys


class Command(BaseCommand):
    """Keys of sealed data. The key file never enters a backup: keep a copy of it apart from the backups."""

    help = (
        "status: keys, and what is still sealed with old ones. rotate: new data key; values follow at once. "
        "renew-master: new master key in the key file; data keys are wrapped anew, and the old line is taken away."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one word."""
        parser.add_argument("what", choices=["status", "rotate", "renew-master"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Carry it out; a missing or wrong key file is one line."""
        try:
            {"status": self._status, "rotate": self._rotate, "renew-master": self._renew_master}[what]()
        except KeyLost as error:
            raise CommandError(str(error)) from error

    def _status(self) -> None:
        keys.prepare()
        for key in DataKey.objects.all():
            until = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "active"
            self.stdout.write(
                f"data key {key.pk} ({key.use}): made {key.made_at:%Y-%m-%d}, {until}, master {key.master}"
            )
        for _model, field in sealed_fields():
            old = sealed_with_old_keys(field.model, field).count()
            self.stdout.write(f"{field.label}: {old} values sealed with old keys")

    def _rotate(self) -> None:
        key = actions.rotate(actor=ledger.SYSTEM)
        count = 0
        while batch := actions.reseal():
            count += batch
        self.stdout.write(f"data key {key.pk} is active; {count} values were sealed anew")

    def _renew_master(self) -> None:
        keys.add_master()
        count = actions.rewrap(actor=ledger.SYSTEM)
        gone = keys.drop_masters()
        self.stdout.write(f"{count} data keys wrapped with the new master key; {gone} old master keys taken away")
        self.stdout.write("Replace the copies of the key file that you keep apart.")
