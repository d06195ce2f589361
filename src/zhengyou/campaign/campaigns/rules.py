"""Who may do what with campaigns."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("campaigns.read", _("Read campaigns"))
LAUNCH = functions.define("campaigns.launch", _("Launch and lead campaigns"))
SUBMIT = functions.define("campaigns.submit", _("Do task sheets of the own unit"))
CHECK = functions.define("campaigns.check", _("Check task sheets"))
CONVENE = functions.define("campaigns.convene", _("Hold meetings and activities"))
KEEP = functions.define("campaigns.keep", _("Keep contacts, demonstration points and projects"))
REPORT = functions.define("campaigns.report", _("Write reports on campaigns"))
DECIDE = functions.define("campaigns.decide", _("Decide what a report asks"))

FILE = functions.define("campaigns.file", _("Draw up and file the plan of the own unit"))
AGREE = functions.define("campaigns.agree", _("Agree to plans of the own unit"))

words.describe(
    {
        "campaigns.amend": _("Plan amended"),
        "campaigns.confirm_version": _("Plan read and confirmed"),
        "campaigns.rest_on": _("Document named"),
        "campaigns.set_goal": _("Goal set"),
        "campaigns.share_out": _("Goal shared out"),
        "campaigns.drop_goal": _("Goal dropped"),
        "campaigns.report_value": _("Figure reported"),
        "campaigns.confirm_value": _("Figure confirmed"),
        "campaigns.return_value": _("Figure returned"),
        "campaigns.keep_sector": _("Sector kept"),
        "campaigns.add_rule": _("Scope rule added"),
        "campaigns.drop_rule": _("Scope rule dropped"),
        "campaigns.define_class": _("Class of participants defined"),
        "campaigns.drop_class": _("Class of participants dropped"),
        "campaigns.organise": _("Leading group and theme set"),
        "campaigns.answer_for": _("Responsibility assigned"),
        "campaigns.release": _("Post released"),
        "campaigns.need": _("Need written down"),
        "campaigns.secure": _("Need secured"),
        "campaigns.ask_for_plans": _("Sub-plans asked for"),
        "campaigns.draw_up": _("Sub-plan begun"),
        "campaigns.plan_for_oneself": _("Personal plan begun"),
        "campaigns.write_plan": _("Plan written"),
        "campaigns.add_line": _("Own duty added"),
        "campaigns.assign_line": _("Duty assigned"),
        "campaigns.drop_line": _("Own duty dropped"),
        "campaigns.agree": _("Plan agreed to"),
        "campaigns.file_plan": _("Plan filed"),
        "campaigns.acknowledge": _("Receipt given"),
        "campaigns.accept_plan": _("Plan accepted"),
        "campaigns.return_plan": _("Plan returned for repair"),
        "campaigns.revise": _("Plan taken up again"),
        "campaigns.share_duty": _("Leading and supporting units set"),
        "campaigns.pass_down": _("Duty passed down"),
        "campaigns.keep_tag": _("Tag kept"),
        "campaigns.tag_duties": _("Duties tagged"),
        "campaigns.link": _("Campaigns linked"),
        "campaigns.count_for": _("Record counts in both campaigns"),
        "campaigns.count": _("Counted from a linked campaign"),
        "campaigns.keep_preset": _("Set of means kept"),
        "campaigns.use_preset": _("Set of means used"),
        "campaigns.record_item": _("Record written"),
        "campaigns.withdraw_record": _("Record withdrawn"),
        "campaigns.enter_result": _("Result entered"),
        "campaigns.end_result": _("Result ended"),
        "campaigns.inform": _("Information submitted"),
        "campaigns.adopt": _("Information adopted"),
        "campaigns.decline": _("Information not adopted"),
        "campaigns.keep_benchmark": _("Benchmark kept"),
        "campaigns.align": _("Benchmark chosen"),
        "campaigns.take_reading": _("Figure against the benchmark entered"),
        "campaigns.reach": _("Benchmark reached"),
        "campaigns.fall_back": _("Fallen back behind the benchmark"),
    }
)
words.describe(
    {
        "campaigns.launch": _("Campaign launched"),
        "campaigns.begin": _("Campaign begun"),
        "campaigns.conclude": _("Campaign concluded"),
        "campaigns.withdraw": _("Campaign withdrawn"),
        "campaigns.add_duty": _("Duty added"),
        "campaigns.add_units": _("Units added"),
        "campaigns.submit": _("Task sheet handed in"),
        "campaigns.take_back": _("Task sheet taken back"),
        "campaigns.accept": _("Task sheet accepted"),
        "campaigns.return_sheet": _("Task sheet returned"),
        "campaigns.cancel": _("Task sheet cancelled"),
    }
)

words.describe(
    {
        "campaigns.prepare_meeting": _("Meeting prepared"),
        "campaigns.call": _("Notice of the meeting sent"),
        "campaigns.answer": _("Receipt given"),
        "campaigns.note_presence": _("Presence noted"),
        "campaigns.speak": _("Statement kept"),
        "campaigns.hold": _("Minutes kept"),
        "campaigns.call_off": _("Meeting called off"),
        "campaigns.decide_in_meeting": _("Decision made a duty"),
        "campaigns.plan_activity": _("Activity planned"),
        "campaigns.enrol": _("Registered for the activity"),
        "campaigns.leave": _("Registration taken back"),
        "campaigns.record_activity": _("Day of the activity recorded"),
        "campaigns.finish": _("Activity concluded"),
        "campaigns.drop": _("Activity called off"),
        "campaigns.assign": _("Contact assigned"),
        "campaigns.note_contact": _("Contact noted"),
        "campaigns.keep_promise": _("Promise kept"),
        "campaigns.end_contact": _("Contact ended"),
        "campaigns.name_point": _("Demonstration point named"),
        "campaigns.spread": _("Units told to take a practice over"),
        "campaigns.adopt": _("Practice taken over"),
        "campaigns.see": _("Practice seen in use"),
        "campaigns.end_point": _("Demonstration point ended"),
        "campaigns.begin_project": _("Project begun"),
        "campaigns.reach": _("Milestone reached"),
        "campaigns.complete": _("Project completed"),
        "campaigns.stop": _("Project stopped"),
        "campaigns.tick": _("Start-up point ticked off"),
        "campaigns.draft_report": _("Report drafted from the records"),
        "campaigns.revise_report": _("Report changed"),
        "campaigns.add_point": _("Line added to the report"),
        "campaigns.drop_point": _("Line taken out of the report"),
        "campaigns.issue": _("Report handed up"),
        "campaigns.reopen": _("Report opened again"),
        "campaigns.decide": _("Decision given"),
        "campaigns.make_duty": _("Measure made a duty"),
        "campaigns.print_page": _("Form printed"),
        "campaigns.take_scan": _("Scan filed"),
        "campaigns.settle": _("Scan led to its form"),
        "campaigns.roll_over": _("Next cycle begun"),
    }
)
