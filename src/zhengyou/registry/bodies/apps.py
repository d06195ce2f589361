"""Registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

VERBS = {
    "bodies.amend": _("Details of the body changed"),
    "bodies.amend_post": _("Post changed"),
    "bodies.answer_report": _("Report of a supervisor answered"),
    "bodies.apply_change": _("Planned change took effect"),
    "bodies.appoint": _("Person appointed"),
    "bodies.cancel_change": _("Planned change cancelled"),
    "bodies.close_place": _("Place closed"),
    "bodies.close_post": _("Post closed"),
    "bodies.define_post": _("Post set up"),
    "bodies.dissolve": _("Body dissolved"),
    "bodies.end_appointment": _("Appointment ended"),
    "bodies.end_group": _("Leading group ended"),
    "bodies.end_relation": _("Relation ended"),
    "bodies.end_seat": _("Seat in a leading group ended"),
    "bodies.end_supervision": _("Supervisor's term ended"),
    "bodies.fail_change": _("Planned change could not take effect"),
    "bodies.fill_posts": _("Posts filled from a workbook"),
    "bodies.form_group": _("Leading group formed"),
    "bodies.found": _("Body founded"),
    "bodies.found_many": _("Bodies founded from a workbook"),
    "bodies.hand_over": _("Post handed over"),
    "bodies.hold_activity": _("Activity held at a place"),
    "bodies.invite_supervisor": _("Supervisor invited"),
    "bodies.merge": _("Bodies merged"),
    "bodies.move": _("Body moved in the tree"),
    "bodies.move_out": _("Resident left a place"),
    "bodies.plan": _("Change planned"),
    "bodies.register_place": _("Place registered"),
    "bodies.relate": _("Relation set up"),
    "bodies.rename": _("Body renamed"),
    "bodies.reorder": _("Order of bodies changed"),
    "bodies.report": _("Supervisor reported"),
    "bodies.return_early": _("Back from leave"),
    "bodies.seat": _("Seated in a leading group"),
    "bodies.set_authority": _("Division of powers set"),
    "bodies.split": _("Body split"),
    "bodies.take_in": _("Resident taken into a place"),
    "bodies.take_leave": _("Leave taken"),
}
"""What the ledger says about this room."""


class BodiesConfig(AppConfig):
    """Bodies."""

    name = "zhengyou.registry.bodies"
    verbose_name = _("Bodies")

    def ready(self) -> None:
        """Tell the work queue what waits here, and end the posts of whoever leaves for good."""
        from zhengyou.records.ledger import words  # noqa: PLC0415 -- models are ready only here
        from zhengyou.records.notices import worklist  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.bodies.actions.posts import end_all  # noqa: PLC0415 -- models are ready only now
        from zhengyou.registry.bodies.waiting import todos  # noqa: PLC0415 -- models are ready only here
        from zhengyou.registry.people import hooks  # noqa: PLC0415 -- models are ready only here

        words.describe(VERBS)
        worklist.register(todos)
        if end_all not in hooks.person_left:
            hooks.person_left.append(end_all)
