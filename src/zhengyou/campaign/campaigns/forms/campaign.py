"""Forms of the campaign pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import SheetState, State
from zhengyou.campaign.campaigns.models import Tag
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.registry.bodies.models import Body


class LaunchForm(forms.Form):
    """Which units take part, and the first and last day where the plan names none."""

    starts_on = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, units: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"] = forms.ModelMultipleChoiceField(
            label=_("Units that take part"),
            queryset=units,
            required=False,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
            help_text=_("In the official order; all units in the scope of your present identity."),
        )


class CampaignFilter(forms.Form):
    """The query bar above the list of campaigns."""

    q = forms.CharField(label=_("Name of the campaign"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])


class RanFilter(forms.Form):
    """The query bar above the campaigns that ran."""

    q = forms.CharField(label=_("Name of the campaign"), required=False)
    year = forms.IntegerField(label=_("Year of the first day"), required=False, min_value=2000, max_value=2100)


class SheetFilter(forms.Form):
    """The query bar above the task sheets."""

    q = forms.CharField(label=_("Duty or unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *SheetState.choices])
    until = forms.DateField(label=_("Due until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class DutyForm(forms.Form):
    """A duty that the office adds."""

    name = forms.CharField(label=_("What is to be handed in"), max_length=200)
    due_on = forms.DateField(label=_("Due by"), widget=forms.DateInput(attrs={"type": "date"}))
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Rhythm.choices, initial=Rhythm.ONCE)


class EvidenceForm(forms.Form):
    """What a unit hands in."""

    evidence = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
        help_text=_("In a few words. No photographs of work are asked for; attach a document only where there is one."),
    )

    def __init__(self, *args: Any, problems: QuerySet[Tag] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if problems is not None and problems.exists():
            self.fields["problems"] = forms.ModelMultipleChoiceField(
                label=_("Problems found with your own unit"),
                queryset=problems,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )


class ReasonForm(forms.Form):
    """Why a sheet is returned."""

    reason = forms.CharField(
        label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
