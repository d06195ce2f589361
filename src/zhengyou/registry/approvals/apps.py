"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS = {
    "approvals.submit": _("Submitted for approval"),
    "approvals.ask": _("Asked for an opinion"),
    "approvals.finish": _("Gave an opinion"),
    "approvals.skip": _("No opinion needed any more"),
    "approvals.delegate": _("Handed the task on"),
    "approvals.return": _("Returned the matter"),
    "approvals.approve": _("The matter was approved"),
    "approvals.reject": _("The matter was not approved"),
    "approvals.withdraw": _("Took the matter back"),
    "approvals.remind": _("Reminded the approvers"),
    "approvals.copy": _("Sent copies"),
    "approvals.read_copy": _("Read the copy"),
    "approvals.load_shipped": _("Loaded the shipped procedure"),
    "approvals.draft": _("Began the procedure"),
    "approvals.revise": _("Began a new version"),
    "approvals.change": _("Changed the procedure"),
    "approvals.set_step": _("Set a step"),
    "approvals.drop_step": _("Took a step out"),
    "approvals.publish": _("Put the procedure into use"),
    "approvals.retire": _("Took the procedure out of use"),
}


class ApprovalsConfig(AppConfig):
    """Approvals."""

    name = "zhengyou.registry.approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        """Name the verbs, fill the work queue, and grant the extensions that were approved."""
        from django.urls import reverse  # noqa: PLC0415 -- models and addresses are ready only now

        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals import hooks  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals.actions.extending import grant_extension  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.approvals.worklist import waiting  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.deadlines import hooks as deadlines  # noqa: PLC0415 -- models are ready only here

        words.describe(VERBS)
        worklist.register(waiting)
        deadlines.show_at("approvals.instance", lambda pk: reverse("approvals:detail", args=[pk]))
        deadlines.show_at("deadlines.clock", lambda pk: reverse("deadlines:clock", args=[pk]))
        deadlines.ask_for_extensions_at(lambda pk: reverse("approvals:extend", args=[pk]))
        hooks.subscribe("deadlines.clock", on_approved=grant_extension)
