"""Registration with Django."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

VERBS = {
    "scoring.compute": _("Comparison computed"),
    "scoring.publish": _("Comparison published"),
    "scoring.replace": _("Comparison replaced by a newer one"),
}
"""What the ledger says about this room."""


class ScoringConfig(AppConfig):
    """Scoring."""

    name = "zhengyou.mechanisms.scoring"
    verbose_name = _("Scoring")

    def ready(self) -> None:
        """Hear of approvals, offer the indicators of lower rooms, and fill the work queue."""
        from zhengyou.mechanisms.scoring import actions, catalogue, indicators  # noqa: PLC0415 -- models are ready only here
        from zhengyou.mechanisms.scoring.worklist import waiting  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals import hooks  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines.hooks import show_at  # noqa: PLC0415 -- models are ready only here

        for indicator in (indicators.TIMELINESS, indicators.DUTIES, indicators.PUNCTUALITY):
            catalogue.offer(indicator)

        def heard(verb: Callable[..., Any]) -> Callable[[Any, Any], None]:
            return lambda instance, actor: verb(instance, actor=actor) and None

        refused, returned = heard(actions.unfreeze), heard(actions.return_unapproved)
        hooks.subscribe("scoring.scheme", on_approved=heard(actions.freeze), on_rejected=refused, on_withdrawn=refused)
        published = heard(actions.publish_approved)
        for kind in ("scoring.assessment", "scoring.run"):
            hooks.subscribe(kind, on_approved=published, on_rejected=returned, on_withdrawn=returned)
        for kind, page in (("assessment", "assessment"), ("run", "league"), ("scheme", "scheme")):
            show_at(f"scoring.{kind}", partial(_address, f"scoring:{page}"))
        worklist.register(waiting)
        words.describe(VERBS)


def _address(page: str, pk: str) -> str:
    return reverse(page, args=[pk])
