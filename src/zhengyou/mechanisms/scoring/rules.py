"""Who may do what with scores."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("scoring.read", _("Read the comparison of units"))
RUN = functions.define("scoring.run", _("Compute the comparison of units"))
PUBLISH = functions.define("scoring.publish", _("Publish the comparison of units"))
FREEZE = functions.define("scoring.freeze", _("Freeze the cut points of the stars"))
DECIDE = functions.define("scoring.decide", _("Decide on suspicious ratings and on appeals"))
APPEAL = functions.define("scoring.appeal", _("Appeal against a star or a finding"))

words.describe(
    {
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
    }
)
