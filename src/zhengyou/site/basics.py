"""What every installation needs before its first day, whether or not it shows the demonstration. Safe to repeat."""

from zhengyou.instruments.complaints import actions as complaints
from zhengyou.instruments.complaints import categories
from zhengyou.instruments.ratings import actions as ratings
from zhengyou.instruments.ratings import tagsets
from zhengyou.records.ledger import SYSTEM
from zhengyou.records.seal import keys as seal_keys
from zhengyou.registry.access import actions as access
from zhengyou.registry.approvals.actions import definitions
from zhengyou.registry.deadlines.actions import calendars, packs


def load() -> None:
    """See to keys, default roles, the calendar, the shipped time limits, procedures, rating tags and classes of matters."""
    seal_keys.prepare()
    access.install_roles()
    calendars.load_packaged(actor=SYSTEM)
    packs.load_shipped(actor=SYSTEM)
    definitions.load_shipped(actor=SYSTEM)
    ratings.issue_tag_set(tagsets.shipped(), actor=SYSTEM)
    complaints.load_categories(categories.shipped(), actor=SYSTEM)
