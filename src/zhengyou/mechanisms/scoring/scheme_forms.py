"""Forms of schemes and assessments."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.mechanisms.scoring import catalogue, presets
from zhengyou.mechanisms.scoring.enums import (
    Form,
    Grouping,
    ObjectionState,
    Purpose,
    Rhythm,
    Role,
    SchemeState,
    Source,
    Tie,
    Voice,
)
from zhengyou.mechanisms.scoring.models import Part, Scheme
from zhengyou.registry.bodies.enums import Kind
from zhengyou.registry.bodies.models import Body

ALL = ("", _("All"))


def _day(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **given)


def _text(label: Any, length: int = 500, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": 3}), **given)


class SchemeFilter(forms.Form):
    """The query bar above the schemes."""

    q = forms.CharField(label=_("Scheme"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *SchemeState.choices])


class ResultFilter(forms.Form):
    """The query bar above the results of an assessment."""

    q = forms.CharField(label=_("Unit"), required=False)
    group = forms.ChoiceField(label=_("Peer group"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, Any]], grades: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.ChoiceField(label=_("Peer group"), required=False, choices=[ALL, *groups])
        named = [(grade, grade) for grade in grades]
        self.fields["grade"] = forms.ChoiceField(label=_("Grade"), required=False, choices=[ALL, *named])


class TrialForm(forms.Form):
    """Other weights to try, one a part; nothing of it is stored."""

    def __init__(self, *args: Any, parts: dict[str, tuple[str, float]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, (name, weight) in parts.items():
            self.fields[key] = forms.FloatField(label=name, min_value=0, max_value=100, initial=round(weight, 2))

    def clean(self) -> dict[str, Any]:
        """Check that something weighs."""
        given = super().clean() or {}
        if not self.errors and not sum(given.values()) > 0:
            raise forms.ValidationError(_("Some weight must be above nought."))
        return given


class UnitFilter(forms.Form):
    """The query bar above the units to be marked."""

    q = forms.CharField(label=_("Unit"), required=False)


class NewSchemeForm(forms.Form):
    """A new scheme: from a shipped preset, or empty."""

    preset = forms.ChoiceField(
        label=_("Begin from"), required=False,
        choices=[("", _("An empty scheme")), *((code, one.title) for code, one in presets.PRESETS.items())],
    )  # fmt: skip
    code = forms.SlugField(
        label=_("Code"), max_length=40, required=False, help_text=_("Letters and figures; needed for an empty scheme")
    )
    title = forms.CharField(label=_("Title"), max_length=80, required=False, help_text=_("Needed for an empty scheme"))
    starts_on = _day(_("First day of the first period"), help_text=_("The first of a month that lies ahead"))

    def __init__(self, *args: Any, roots: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = forms.ModelChoiceField(
            label=_("Range"), queryset=roots, to_field_name="public_id", empty_label=None, initial=roots.first()
        )
        self.order_fields(["body"])

    def clean(self) -> dict[str, Any]:
        """Ask for code and title where no preset gives them."""
        given = super().clean() or {}
        if not given.get("preset"):
            for name in ("code", "title"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed for an empty scheme."))
        return given


class RulesForm(forms.ModelForm[Scheme]):
    """The rules of a draft."""

    kinds = forms.MultipleChoiceField(
        label=_("Applies to"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: to all units"),
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("Period of assessment"), choices=Rhythm.choices)
    grouping = forms.ChoiceField(label=_("Peers of a unit"), choices=Grouping.choices)
    form = forms.ChoiceField(label=_("How parts make a whole"), choices=Form.choices)
    tie = forms.ChoiceField(label=_("Equal points"), choices=Tie.choices)
    grades = forms.CharField(
        label=_("Grades"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, the best first: name and the points it needs, as “五星 90”"),
    )  # fmt: skip

    class Meta:
        model = Scheme
        fields = [
            "title", "basis", "kinds", "rhythm", "starts_on", "grouping", "form", "tie", "needed", "minimum",
            "bonus_cap", "deduction_cap", "grades", "climb",
        ]  # fmt: skip
        labels = {
            "title": _("Title"),
            "basis": _("Basis"),
            "starts_on": _("First day of the first period"),
            "needed": _("Least share of the weight that must be present"),
            "minimum": _("Fewest ratings"),
            "bonus_cap": _("Bonus at most"),
            "deduction_cap": _("Deduction at most"),
            "climb": _("Grades a unit may rise at a time"),
        }
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "needed": _("The weight of what is missing is spread over the rest"),
            "minimum": _("With fewer an indicator counts as missing"),
            "climb": _("0: any number"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["grades"] = "\n".join(f"{name} {least:g}" for name, least in self.instance.grades)

    def clean_grades(self) -> list[list[Any]]:
        """Read one grade a line; they must fall."""
        found: list[list[Any]] = []
        for line in str(self.cleaned_data["grades"]).splitlines():
            name, _blank, least = line.strip().rpartition(" ")
            if not line.strip():
                continue
            try:
                found.append([name.strip(), float(least)])
            except ValueError:
                raise forms.ValidationError(_("Write a name, a blank and the points on each line.")) from None
            if not name.strip():
                raise forms.ValidationError(_("Write a name, a blank and the points on each line."))
        if [least for _name, least in found] != sorted({least for _name, least in found}, reverse=True):
            raise forms.ValidationError(_("Begin with the best grade; the points must fall."))
        return found

    def clean_needed(self) -> float:
        """Check that it is a share."""
        needed = float(self.cleaned_data["needed"])
        if not 0 < needed <= 1:
            raise forms.ValidationError(_("Give a share between 0 and 1."))
        return needed


class PartForm(forms.ModelForm[Part]):
    """One node of a scheme's tree."""

    role = forms.ChoiceField(label=_("What it does"), choices=Role.choices)
    source = forms.ChoiceField(label=_("Where its points come from"), choices=Source.choices)
    voice = forms.ChoiceField(label=_("Whose satisfaction"), choices=Voice.choices)

    class Meta:
        model = Part
        fields = [
            "name", "parent", "role", "source", "indicator", "feeds", "weight", "worst", "target", "mandatory", "voice",
            "standard", "order_number",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "weight": _("Points"),
            "worst": _("Worst: no points"),
            "target": _("Target: all points"),
            "mandatory": _("Must be present"),
            "standard": _("Standard"),
            "order_number": _("Place in the list"),
            "feeds": _("Code of the scheme whose results are taken"),
        }
        help_texts = {"weight": _("Of a bonus or deduction: the most points of one entry")}
        widgets = {"standard": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = scheme.parts.filter(source=Source.GROUP).exclude(pk=self.instance.pk)
        self.fields["parent"] = forms.ModelChoiceField(
            label=_("Below"), queryset=groups, required=False, empty_label=str(scheme.title)
        )
        offered = [(name, one.label) for name, one in sorted(catalogue.offered().items())]
        self.fields["indicator"] = forms.ChoiceField(
            label=_("Indicator"), required=False, choices=[("", _("No indicator")), *offered]
        )
        self.fields["order_number"].required = False
        self.instance.scheme = scheme

    def clean_order_number(self) -> int:
        """Keep the place where none is typed."""
        given = self.cleaned_data["order_number"]
        return given if given is not None else self.instance.order_number

    def _post_clean(self) -> None:
        """Leave the checks to the verb, which tells each at its field."""


class GroupForm(forms.Form):
    """A peer group and who belongs to it."""

    name = forms.CharField(label=_("Peer group"), max_length=40)

    def __init__(self, *args: Any, units: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = forms.ModelMultipleChoiceField(
            label=_("Units"), queryset=units, to_field_name="public_id", widget=forms.CheckboxSelectMultiple
        )


class SubmitForm(forms.Form):
    """What a change within a running period needs."""

    decision = forms.CharField(
        label=_("Dated decision"), max_length=300, required=False, help_text=_("Number and body")
    )
    decided_on = _day(_("Day of the decision"), required=False)


class BeginForm(forms.Form):
    """Which period is to be assessed."""

    starts_on = forms.ChoiceField(label=_("Period of assessment"))

    def __init__(self, *args: Any, periods: list[tuple[dt.date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(day.isoformat(), label) for day, label in periods]
        self.fields["starts_on"] = forms.ChoiceField(label=_("Period of assessment"), choices=choices)


class EventForm(forms.Form):
    """A bonus, deduction or veto of one unit."""

    event = forms.CharField(label=_("Event"), max_length=64, help_text=_("By its number; it counts once"))
    points = forms.FloatField(label=_("Points"), initial=1, min_value=0.01)
    evidence = _text(_("What it rests on"))

    def __init__(self, *args: Any, parts: QuerySet[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"] = forms.ModelChoiceField(label=_("Counts as"), queryset=parts, empty_label=None)
        self.order_fields(["part"])


class ReasonForm(forms.Form):
    """A reason."""

    reason = _text(_("Reason"), 300)


class TextForm(forms.Form):
    """An objection."""

    text = _text(_("What is wrong, and by what it can be seen"))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label=_("Decision on the objection"),
        choices=[("no", ObjectionState.DISMISSED.label), ("yes", ObjectionState.UPHELD.label)],
    )
    answer = _text(_("Answer with the reason"))


class UseForm(forms.Form):
    """Where published results are used."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    name = forms.CharField(label=_("Paper or matter"), max_length=120)
    weight = forms.FloatField(label=_("Share there, in per cent"), required=False, min_value=0.01, max_value=100)
    confirmed = forms.BooleanField(label=_("I have looked at the results and confirm their use."))
