"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS = {
    "deadlines.start": _("Started the clock"),
    "deadlines.pause": _("Paused the clock"),
    "deadlines.resume": _("Resumed the clock"),
    "deadlines.extend": _("Extended the deadline"),
    "deadlines.hand_over": _("Handed the deadline over to another unit"),
    "deadlines.meet": _("Finished the stage in time"),
    "deadlines.breach": _("The deadline passed"),
    "deadlines.finish_late": _("Finished the stage late"),
    "deadlines.reinstate": _("Took the breach back: it was in time"),
    "deadlines.reinstate_as_met": _("Took the breach back: it was in time"),
    "deadlines.void": _("Voided the clock"),
    "deadlines.warn": _("Warned of the deadline"),
    "deadlines.climb": _("Climbed a rung of the ladder"),
    "deadlines.set_rung": _("Set a rung of the ladder"),
    "deadlines.drop_rung": _("Took a rung out"),
    "deadlines.recompute": _("Reckoned the due moment again"),
    "deadlines.load_shipped": _("Loaded the shipped rules"),
    "deadlines.draft_pack": _("Began the rule pack"),
    "deadlines.revise_pack": _("Began a new version"),
    "deadlines.change_pack": _("Changed the rule pack"),
    "deadlines.set_rule": _("Set a rule"),
    "deadlines.drop_rule": _("Took a rule out"),
    "deadlines.publish": _("Put the rule pack into force"),
    "deadlines.withdraw": _("Withdrew the rule pack"),
    "deadlines.load_year": _("Loaded the year"),
    "deadlines.state_day": _("Stated the day"),
    "deadlines.drop_day": _("Took the day back"),
    "deadlines.confirm_year": _("Confirmed the year"),
}


class DeadlinesConfig(AppConfig):
    """Deadlines."""

    name = "zhengyou.registry.deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        """Name the verbs and put missing years into the work queue."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only now
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines.worklist import waiting  # noqa: PLC0415 -- models are ready only here

        words.describe(VERBS)
        worklist.register(waiting)
