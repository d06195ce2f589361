"""Who may do what with scores."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("scoring.read", _("Read the comparison of units"))
RUN = functions.define("scoring.run", _("Compute the comparison of units"))
FREEZE = functions.define("scoring.freeze", _("Freeze the cut points of the stars"))
DECIDE = functions.define("scoring.decide", _("Decide on suspicious ratings and on appeals"))
APPEAL = functions.define("scoring.appeal", _("Appeal against a star or a finding"))
DESIGN = functions.define("scoring.design", _("Draft and change assessment schemes"))
SELF_CHECK = functions.define("scoring.self_check", _("Check the own unit against a scheme"))
ASSESS = functions.define("scoring.assess", _("Assess units and record bonus, deduction and veto"))
OBJECT = functions.define("scoring.object", _("Object to the result of the own unit"))
USE = functions.define("scoring.use", _("Record where published results are used"))

words.describe(
    {
        "scoring.ask": _("Inputs of a comparison collected"),
        "scoring.compute": _("Units compared"),
        "scoring.publish": _("Comparison published"),
        "scoring.replace": _("Comparison replaced by a later one"),
        "scoring.freeze_stars": _("Cut points of the stars frozen"),
        "scoring.correct_star": _("Star corrected after an appeal"),
        "scoring.quarantine": _("Suspicious ratings set apart"),
        "scoring.clear": _("Unit cleared of suspicion"),
        "scoring.appeal": _("Appeal lodged"),
        "scoring.uphold": _("Appeal upheld"),
        "scoring.reject": _("Appeal rejected"),
        "scoring.design": _("Scheme drafted"),
        "scoring.set_rules": _("Rules of the scheme changed"),
        "scoring.add_part": _("Part added"),
        "scoring.set_part": _("Part changed"),
        "scoring.drop_part": _("Part taken out"),
        "scoring.name_group": _("Peer group named"),
        "scoring.revise": _("Scheme revised"),
        "scoring.weigh_impact": _("Impact of a change counted"),
        "scoring.submit_scheme": _("Scheme submitted for approval"),
        "scoring.unsign_scheme": _("Scheme not approved"),
        "scoring.freeze_scheme": _("Scheme approved and frozen"),
        "scoring.retire_scheme": _("Scheme replaced by a later version"),
        "scoring.self_check": _("Part self-checked"),
        "scoring.assess": _("Part assessed"),
        "scoring.note_event": _("Bonus, deduction or veto recorded"),
        "scoring.lift_mark": _("Bonus, deduction or veto lifted"),
        "scoring.begin": _("Assessment begun"),
        "scoring.collect": _("Inputs of an assessment collected"),
        "scoring.reckon": _("Assessment computed"),
        "scoring.preview_results": _("Results shown to the units"),
        "scoring.submit_results": _("Results submitted for publication"),
        "scoring.unsign_results": _("Publication not approved"),
        "scoring.publish_results": _("Results published"),
        "scoring.replace_results": _("Results replaced by a correction"),
        "scoring.correct": _("Correction begun"),
        "scoring.drop_results": _("Results dropped"),
        "scoring.object_to": _("Objection filed"),
        "scoring.uphold_objection": _("Objection upheld"),
        "scoring.dismiss_objection": _("Objection dismissed"),
        "scoring.note_use": _("Use of results recorded"),
        "scoring.settle_use": _("Use of corrected results looked at again"),
    }
)
