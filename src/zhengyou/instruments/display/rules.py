"""Who may do what with what is shown."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import Actor, words
from zhengyou.registry.access import functions
from zhengyou.registry.bodies.models import Appointment

READ = functions.define("display.read", _("Read cards and commitments"))
DRAFT = functions.define("display.manage", _("Draft cards and commitments"))
PUBLISH = functions.define("display.publish", _("Review cards and commitments and show them"))
SIGN = functions.define("display.sign", _("Sign the promises of a unit"))
AWARD = functions.define("display.award", _("Award demonstration posts and take titles back"))
KEEP = functions.define("display.keep", _("Keep templates, kinds of posts and lists of what must hang"))


def is_person(actor: Actor, appointment: Appointment | None) -> bool:
    """Return whether ``actor`` is the very person who holds ``appointment``."""
    return appointment is not None and getattr(actor, "person", "") == str(appointment.person_id)


words.describe(
    {
        "display.draft": _("Drafted"),
        "display.amend": _("Amended"),
        "display.submit": _("Submitted for review"),
        "display.show": _("Reviewed and shown"),
        "display.send_back": _("Sent back to the drafter"),
        "display.take_down": _("Taken down"),
        "display.replace": _("Replaced by a newer version"),
        "display.sign": _("Sheet signed"),
        "display.consent": _("Agreed by the person"),
        "display.withdraw_consent": _("Consent taken back"),
        "display.fulfil": _("Noted what was done"),
        "display.judge": _("Judged by the records"),
        "display.press": _("Order opened: late"),
        "display.say": _("Public remark"),
        "display.answer": _("Answered in public"),
        "display.set_aside": _("Read, not published"),
        "display.award": _("Title awarded"),
        "display.decline": _("Title not awarded"),
        "display.renew": _("Title renewed"),
        "display.expire": _("Term over"),
        "display.remove": _("Title taken back"),
        "display.mark_area": _("Area marked"),
        "display.end_area": _("Area ended"),
        "display.progress": _("Step reported"),
        "display.finish": _("Reported as done"),
        "display.drop": _("Not carried on"),
        "display.prove": _("Proof added"),
        "display.add_template": _("Template added"),
        "display.close_template": _("Template closed"),
        "display.add_post_type": _("Kind of post added"),
        "display.close_post_type": _("Kind of post closed"),
        "display.open_spot": _("Place entered"),
        "display.close_spot": _("Place taken off the list"),
        "display.add_item": _("Display item added"),
        "display.retire_item": _("Item no longer asked for"),
        "display.post_up": _("Hung up"),
        "display.see": _("Seen on the spot"),
        "display.unpost": _("Taken down from its place"),
    }
)
