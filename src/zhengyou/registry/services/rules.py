"""The functions of this room."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("services.read", _("See items, windows and cases"))
MANAGE = functions.define("services.manage", _("Manage items, windows and their staff"))
REGISTER = functions.define("services.register", _("Register and close cases"))
IMPORT = functions.define("services.import", _("Import cases from Excel"))
API = functions.define("services.api", _("Issue tokens to business systems"))

words.describe(
    {
        "services.open_item": _("Item added"),
        "services.amend_item": _("Guide amended"),
        "services.retire_item": _("Item withdrawn"),
        "services.open_window": _("Window opened"),
        "services.amend_window": _("Window amended"),
        "services.close_window": _("Window closed"),
        "services.staff_window": _("Staff put on duty"),
        "services.relieve": _("Staff relieved"),
        "services.register_case": _("Case accepted"),
        "services.handle": _("Handling begun"),
        "services.close": _("Case done"),
        "services.withdraw": _("Case withdrawn"),
        "services.pause": _("Promised time halted"),
        "services.resume": _("Promised time runs on"),
        "services.take_down": _("First contact registered"),
        "services.hand_over_contact": _("First contact handed over"),
        "services.take_contact": _("First contact taken over"),
        "services.answer_contact": _("First contact answered"),
        "services.tell_once": _("Told once what is missing"),
        "services.complete_slip": _("What was missing has come"),
        "services.accept_undertaking": _("Written promise accepted"),
        "services.find_kept": _("Promise found kept"),
        "services.find_broken": _("Promise found not kept"),
        "services.note_distrust": _("Bad credit noted"),
        "services.repair_credit": _("Credit repaired"),
        "services.give_mandate": _("Mandate given"),
        "services.note_step": _("Step of the agent noted"),
        "services.hand_mandate": _("Agent changed"),
        "services.finish_mandate": _("Mandate carried out"),
        "services.revoke_mandate": _("Mandate revoked"),
        "services.open_slots": _("Slots opened"),
        "services.close_slot": _("Slot closed to bookings"),
        "services.book": _("Appointment booked"),
        "services.cancel_booking": _("Appointment cancelled"),
        "services.move_booking": _("Appointment moved to another time"),
        "services.give_ticket": _("Voucher exchanged for a number"),
        "services.take_number": _("Number taken without an appointment"),
        "services.serve_number": _("Visitor came with a number"),
        "services.pass_number": _("Number passed over"),
        "services.call": _("Number called"),
        "services.call_again": _("Number called again"),
        "services.arrive": _("Visitor came by appointment"),
        "services.miss_booking": _("Visitor did not come"),
        "services.set_opening": _("Opening times published"),
        "services.end_opening": _("Opening times ended"),
        "services.plan_shift": _("Duty planned"),
        "services.drop_shift": _("Duty taken off the roster"),
        "services.open_after_hours": _("After-hours service published"),
        "services.close_after_hours": _("After-hours service ended"),
        "services.issue_norm": _("Norm issued"),
        "services.replace_norm": _("Norm replaced"),
        "services.repeal_norm": _("Norm repealed"),
        "services.confirm_reading": _("Norm read"),
        "services.adopt_adapter": _("Mapping table taken"),
        "services.amend_mapping": _("Mapping amended"),
        "services.issue_token": _("Token issued"),
        "services.revoke_token": _("Token revoked"),
    }
)
