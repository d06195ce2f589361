"""The functions of this room."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("ratings.read", _("See rating summaries of the own units"))
SUPERVISE = functions.define("ratings.supervise", _("Review rating texts and hand out rectifications"))
FORCED_PRAISE = functions.define("ratings.forced_praise", _("Read confidential reports of demanded praise"))
ENTER = functions.define("ratings.enter", _("Enter ratings given on paper or by telephone"))
ISSUE_TAGS = functions.define("ratings.issue_tags", _("Issue the tag set"))

words.describe(
    {
        "ratings.mint": _("Invited to rate"),
        "ratings.rate": _("Rated by a visitor"),
        "ratings.enter": _("Rating entered for a visitor"),
        "ratings.report_praise_demand": _("Demanded praise reported"),
        "ratings.read_report": _("Confidential report taken up"),
        "ratings.review_text": _("Text of a rating reviewed"),
        "ratings.dispatch": _("Bad rating handed out for rectification"),
        "ratings.sign_log": _("Log of ratings signed"),
        "ratings.erase": _("Rating erased on the rater's demand"),
        "ratings.expire": _("Invitation expired"),
        "ratings.issue_tag_set": _("Tag set issued"),
    }
)
