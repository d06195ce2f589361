"""Forms of the plan desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.plans.enums import Kind, Mechanism, Rhythm, State
from zhengyou.campaign.plans.models import Element

MOST_BYTES = 5 * 1024 * 1024


class TakeInForm(forms.Form):
    """A pasted text, or a file."""

    text = forms.CharField(
        label=_("Text of the plan"),
        required=False,
        help_text=_("Paste it as it is: page numbers, line breaks and several plans in one text are understood."),
        widget=forms.Textarea(attrs={"rows": 14}),
        strip=False,
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text, saved web page, Word (.docx) or text PDF, at most 5 MB"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for a file of sensible size."""
        given = super().clean() or {}
        file = given.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", _("The file is larger than 5 MB."))
        if not file and not (given.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Paste the text of the plan, or choose a file."))
        return given


class PlanFilter(forms.Form):
    """The query bar above the list of plans."""

    q = forms.CharField(label=_("Title or document number"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    taken = forms.IntegerField(label=_("Year taken in"), required=False, min_value=2000, max_value=2100)


class ElementForm(forms.Form):
    """One thing of the draft; only the fields of its kind are shown."""

    name = forms.CharField(label=_("Wording"), max_length=200)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices, initial=Rhythm.ONCE, required=False)
    amount = forms.DecimalField(
        label=_("Number or points"), required=False, min_value=0, max_digits=9, decimal_places=2
    )
    unit = forms.CharField(label=_("Unit of measure"), required=False, max_length=20)
    target = forms.CharField(label=_("Figure to be reached"), required=False, max_length=60)
    mechanism = forms.ChoiceField(label=_("Mechanism asked for"), choices=Mechanism.choices)

    USED: dict[str, tuple[str, ...]] = {
        Kind.PHASE: ("name", "starts_on", "ends_on"),
        Kind.DUTY: ("name", "ends_on", "rhythm"),
        Kind.QUOTA: ("name", "amount", "unit"),
        Kind.WEIGHT: ("name", "amount"),
        Kind.GOAL: ("name", "target"),
        Kind.ASK: ("name", "mechanism"),
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = self.USED.get(kind, ("name",))
        for name in list(self.fields):
            if name not in used:
                del self.fields[name]
        if kind == Kind.DUTY:
            self.fields["ends_on"].label = _("Due by")

    def given(self) -> dict[str, Any]:
        """Return what the verb takes."""
        values = dict(self.cleaned_data)
        if "rhythm" in values:
            values["rhythm"] = values["rhythm"] or Rhythm.ONCE
        return values


class AnswerForm(forms.Form):
    """How a contradiction of the text is to be read."""

    answer = forms.CharField(
        label=_("How it is to be read"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class MergeForm(forms.Form):
    """Which other things of the same kind are one with this one, and how it is called then."""

    name = forms.CharField(label=_("Wording"), max_length=200)
    others = forms.ModelMultipleChoiceField(
        label=_("Join with"),
        queryset=Element.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They leave the draft; what stands below them comes here. The step can be undone."),
    )

    def __init__(self, *args: Any, element: Element, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = element.name
        others = element.plan.elements.filter(kind=element.kind, is_removed=False).exclude(pk=element.pk)
        self.fields["others"].queryset = others.order_by("order_number")  # type: ignore[attr-defined]  # a choice of rows


class StartForm(forms.Form):
    """What a template leaves open."""

    starts_on = forms.DateField(
        label=_("First day of the campaign"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("All days of the template are counted from this one."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=60)


class ConsentForm(forms.Form):
    """The officer's consent that the text goes to one host."""

    consent = forms.BooleanField(
        label=_("I have looked through the text: it holds nothing secret or for internal use only, and may be sent."),
        required=False,
    )
    host = forms.CharField(widget=forms.HiddenInput, required=False, max_length=260)
