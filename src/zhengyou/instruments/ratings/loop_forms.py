"""Forms of the loop of a bad rating."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhengyou.instruments.ratings import samples, standing
from zhengyou.instruments.ratings.enums import CallerWord, ContactResult, Pace, Verdict
from zhengyou.kernel import clock
from zhengyou.mechanisms.orders.enums import Outcome, Satisfaction
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import held_on

TRIAGE = _("Sort it out")
TRIAGE_TEXT = _(
    "Justified goes to the unit. Without legal basis the rater gets the explanation. Mistaken or malicious goes one"
    " level up for review by somebody else; until then it counts."
)
OPEN_CONTACT = _("Open the rater's contact")
OPEN_TEXT = _("The rater can read on the receipt page that it was opened, when, why and under which hat.")
CONTACT = _("Note the contact")
CONTACT_TEXT = _("What the rater said stays above the unit.")
SCREEN = _("Screen the words for the unit")
SCREEN_TEXT = _(
    "Take out whatever tells who it was: names, numbers, days, what only one visitor had. The unit reads this."
)
CALL_BACK = _("Call back")
CALL_BACK_TEXT = _("Ask the rater whether it was put right; the unit that was rated never does.")


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **more
    )


class BadFilter(forms.Form):
    """The query bar above the list of bad ratings."""

    stage = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=lambda: [
            (standing.OPEN, _("All that is open")),
            *((stage.code, stage.label) for stage in standing.STAGES.values()),
            ("all", _("All")),
        ],
    )


class TriageForm(forms.Form):
    """The four outcomes."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("bad rating", "Outcome"), choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )
    pace = forms.ChoiceField(
        label=_("How fast it is put right"), choices=Pace.choices, widget=forms.RadioSelect, required=False,
        help_text=_("For what is justified; the rule pack sets both limits."),
    )  # fmt: skip
    reason = _words(
        _("Reason or explanation"),
        help_text=_("Needed unless it is put right at once. Without legal basis: what the rater reads."),
    )


class PurposeForm(forms.Form):
    """Why a sealed contact is opened."""

    reason = forms.CharField(label=_("Reason for opening"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(forms.Form):
    """What came of the call."""

    result = forms.ChoiceField(
        label=pgettext_lazy("contact", "Result"),
        choices=ContactResult.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    words = _words(_("What was said"))


class ScreenForm(forms.Form):
    """The words as the unit may read them."""

    words = _words(_("Words for the unit"))


class CallBackForm(forms.Form):
    """What the rater says of how it was put right."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("contact", "Result"), required=False, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Outcome if one],
    )  # fmt: skip
    satisfaction = forms.ChoiceField(
        label=_("Satisfied with the handling"), required=False, choices=Satisfaction.choices
    )
    words = _words(_("What was said"), help_text=_("Without names; needed where it is not solved."))


class AppealForm(forms.Form):
    """The unit's appeal."""

    ground = forms.ChoiceField(
        label=_("Ground of the appeal"), required=False, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Verdict.MISTAKEN, Verdict.MALICIOUS)],
    )  # fmt: skip
    words = _words(_("What shows it"), help_text=_("Facts of your own records. Do not guess who rated."))


class DecisionForm(forms.Form):
    """The decision on an appeal."""

    allowed = forms.TypedChoiceField(
        label=pgettext_lazy("appeal", "Decision"),
        choices=[("yes", _("Upheld: the rating is not counted")), ("no", _("Dismissed: the rating counts"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = _words(_("Reason, published"))


class AnswerForm(forms.Form):
    """What the rater is told of a report of retaliation."""

    answer = _words(_("What was found and done"))


class AdoptForm(forms.Form):
    """Which sample becomes a draft for the own body."""

    sample = forms.ChoiceField(label=_("Sample"), choices=lambda: [(one.code, one.title) for one in samples.shipped()])


class LoopForm(forms.Form):
    """Who calls back in a draft."""

    caller = forms.ChoiceField(label=_("Calls back"), choices=CallerWord.choices, widget=forms.RadioSelect)
    reopen_most = forms.IntegerField(label=_("Taken up again at most"), min_value=0, max_value=9)
    source = forms.CharField(label=_("Document that says so"), max_length=300)


class CallerForm(forms.Form):
    """Who of a unit calls back."""

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (
            held_on(clock.today()).filter(post__body__path__startswith=body.path).select_related("person", "post__body")
        )
        self.fields["appointment"] = forms.ModelChoiceField(
            label=_("Person"), queryset=Appointment.objects.filter(pk__in=held.values("pk"))
        )
