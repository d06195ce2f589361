"""Forms of the desk pages of deadlines."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.enums import Level
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import rules
from zhengyou.registry.deadlines.enums import Colour, DayKind, Grade, PackState, PauseReason, State, Told, UnitWord
from zhengyou.registry.deadlines.models import LONGEST_TERM, Rule, RulePack, Rung

ALL = ("", _("All"))


class ClockFilter(forms.Form):
    """The query bar above the clocks."""

    q = forms.CharField(label=_("Matter"), required=False)
    unit = forms.CharField(label=_("Responsible unit"), required=False)
    rule = forms.ChoiceField(label=_("Stage"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *State.choices])
    colour = forms.ChoiceField(
        label=_("Warning light"),
        required=False,
        choices=[ALL, *((value, label) for value, label in Colour.choices if value)],
    )
    provisional = forms.BooleanField(label=_("Provisional only"), required=False)

    def __init__(self, *args: Any, rule_titles: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [ALL, *(rule_titles or {}).items()]  # type: ignore[attr-defined]  # a choice field


class PackFilter(forms.Form):
    """The query bar above the rule packs."""

    q = forms.CharField(label=_("Name or document"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *PackState.choices])


class PauseForm(forms.Form):
    """Why a clock is to stand still, and by which written notice."""

    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices)
    notice = forms.CharField(
        label=_("Written notice"), help_text=_("Number or title of the notice given to the applicant"), max_length=120
    )


class ExtendForm(forms.Form):
    """How much more time, and why."""

    amount = forms.IntegerField(label=_("More time"), min_value=1, max_value=LONGEST_TERM)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    notice = forms.CharField(label=_("Written notice"), required=False, max_length=120)


class DayForm(forms.Form):
    """What a stretch of days is, and by which document."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput)
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput)
    kind = forms.ChoiceField(label=_("Kind of day"), choices=DayKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Festival"), required=False, max_length=40)
    source = forms.CharField(
        label=_("Document"), help_text=_("Number and title of the document that orders this"), max_length=200
    )
    body = forms.ModelChoiceField(
        label=_("Holds for"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("Everywhere"),
        help_text=_("A local holiday holds for a unit and all units below it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_bodies(self.fields["body"], actor)

    def clean(self) -> dict[str, Any]:
        """Check that the stretch does not end before it begins."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last", _("The last day cannot be before the first."))
        return given


class YearForm(forms.Form):
    """The document by which a year's schedule is complete."""

    source = forms.CharField(
        label=_("Document"), help_text=_("Number and title of the document that orders this"), max_length=200
    )


class PackForm(forms.ModelForm[RulePack]):
    """A rule pack without its rules."""

    class Meta:
        model = RulePack
        fields = (
            "title",
            "code",
            "body",
            "level",
            "valid_from",
            "valid_to",
            "source",
            "morning_from",
            "morning_to",
            "afternoon_from",
            "afternoon_to",
        )
        labels = {
            "title": _("Name"),
            "code": _("Identifier"),
            "body": _("Holds for"),
            "level": _("Level"),
            "valid_from": _("Valid from"),
            "valid_to": _("Valid until (exclusive)"),
            "source": _("Document"),
            "morning_from": _("Morning from"),
            "morning_to": _("Morning to"),
            "afternoon_from": _("Afternoon from"),
            "afternoon_to": _("Afternoon to"),
        }
        help_texts = {
            "code": _("Small letters, digits and hyphens; it stays the same through all versions."),
            "source": _("Number and title of the document that orders this"),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_bodies(self.fields["body"], actor)
        self.fields["level"].choices = [("", _("Every level")), *Level.choices]  # type: ignore[attr-defined]  # a choice field
        if not self.instance._state.adding:
            for name in ("code", "body"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Check that hours and validity stand in order; the database checks the same."""
        given: dict[str, Any] = super().clean() or {}
        hours = [given.get(name) for name in ("morning_from", "morning_to", "afternoon_from", "afternoon_to")]
        if None not in hours and sorted(set(hours)) != hours:  # type: ignore[type-var]  # no None among them here
            self.add_error("afternoon_to", _("Office hours must stand in order."))
        starts, ends = given.get("valid_from"), given.get("valid_to")
        if starts and ends and ends < starts:
            self.add_error("valid_to", _("The last day cannot be before the first."))
        return given

    def validate_constraints(self) -> None:
        """Leave constraints to `clean` and to the verbs, which speak to people."""


class RuleForm(forms.ModelForm[Rule]):
    """One rule of a pack."""

    class Meta:
        model = Rule
        fields = (
            "key",
            "title",
            "amount",
            "unit",
            "ending",
            "most_extension",
            "warn_at_percent",
            "warn_working_days",
            "source",
            "verified",
            "note",
        )
        labels = {
            "key": _("Key"),
            "title": _("Name"),
            "amount": _("Limit"),
            "unit": _("Unit of time"),
            "ending": _("The last day ends"),
            "most_extension": _("Extension at most"),
            "warn_at_percent": _("Blue at (% of the limit)"),
            "warn_working_days": _("Yellow (working days before)"),
            "source": _("Basis"),
            "verified": _("The basis has been verified"),
            "note": _("Remark"),
        }
        help_texts = {
            "key": _("As the platform asks for it, for example rating.rectify"),
            "amount": _("0 days means the same day."),
            "most_extension": _("In the same unit of time; 0: none, empty: not limited"),
        }

    def clean(self) -> dict[str, Any]:
        """Check that hours are at least one; the database checks the same."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("amount") == 0 and given.get("unit") in (UnitWord.WORKING_HOUR, UnitWord.HOUR):
            self.add_error("amount", _("A limit in hours is at least one hour."))
        return given

    def validate_constraints(self) -> None:
        """Leave constraints to `clean` and to the verbs, which speak to people."""


class RungForm(forms.ModelForm[Rung]):
    """One rung of a pack's escalation ladder."""

    told = forms.MultipleChoiceField(
        label=_("Who is told"), choices=Told.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Rung
        fields = ("key", "grade", "after", "told", "source", "verified")
        labels = {
            "key": _("Key"),
            "grade": _("Rung"),
            "after": _("Working days after the due moment"),
            "source": _("Basis"),
            "verified": _("The basis has been verified"),
        }
        help_texts = {
            "key": _("The limit to which the ladder belongs; order.* stands for all that begin so."),
            "after": _("Blue and yellow come before the due moment, by the lights of the rule; leave them at 0."),
        }

    def clean(self) -> dict[str, Any]:
        """Check what only holds after the due moment, and that somebody is told."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("after") and given.get("grade") in (Grade.BLUE, Grade.YELLOW):
            self.add_error("after", _("Blue and yellow come before the due moment."))
        if "told" in given and not given["told"]:
            self.add_error("told", _("Choose at least one."))
        return given

    def validate_constraints(self) -> None:
        """Leave constraints to `clean` and to the verbs, which speak to people."""


class CompareForm(forms.Form):
    """Two versions to be set side by side."""

    left = forms.ModelChoiceField(label=_("Version"), queryset=RulePack.objects.all())
    right = forms.ModelChoiceField(label=_("Compared with"), queryset=RulePack.objects.all())


def _offer_bodies(field: forms.Field, actor: Actor) -> None:
    """Offer the bodies for which ``actor`` keeps the rules; "everywhere" only to who may."""
    field.queryset = within(Body.objects.all(), actor, rules.MANAGE)  # type: ignore[attr-defined]  # a choice field
    field.empty_label = _("Everywhere") if rules.keeps_everywhere(actor) else None  # type: ignore[attr-defined]  # a choice field
    field.required = not rules.keeps_everywhere(actor)
