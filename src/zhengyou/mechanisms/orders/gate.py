"""What going to units may be called: without an entry in the year's approved plan it is 调研指导.

督查检查考核 needs the approved annual plan (中办 2018 notice on coordinating and regulating them; 政府督查工作条例). The
gate is asked before a matter or a visit gets its name; instruments that go to units ask it too.
"""

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence
from zhengyou.mechanisms.orders.enums import TourState, TourWord
from zhengyou.mechanisms.orders.models import PlanEntry

NEEDS_BASIS = frozenset({TourWord.SUPERVISION, TourWord.INSPECTION, TourWord.ASSESSMENT})
GRAVE_WORDS = ("督查", "检查", "考核", "督导检查", "巡查", "验收")
"""Words of a title that claim more than a visit without basis is."""


def word_objection(word: str, entry: PlanEntry | None, year: int) -> Sentence:
    """Return why a visit may not be called ``word``, or an empty text."""
    if word not in NEEDS_BASIS:
        return ""
    if entry is None:
        return _("Without an entry in the year's approved plan this is called study and guidance (调研指导).")
    if entry.year != year:
        return _("The entry belongs to the plan of another year.")
    if entry.tours.exclude(state=TourState.CANCELLED).count() >= entry.most:
        return _("The plan allows this %(most)d time(s) a year; it has been used up.") % {"most": entry.most}
    return ""


def title_objection(word: str, title: str) -> Sentence:
    """Return why a title says more than the visit is, or an empty text."""
    if word in NEEDS_BASIS or word == TourWord.TRADE_CHECK:
        return ""
    rest = title.replace("自查", "")
    if found := next((grave for grave in GRAVE_WORDS if grave in rest), ""):
        return _("The title says “%(word)s”, which needs an entry in the year's plan; write 调研指导.") % {
            "word": found
        }
    return ""
