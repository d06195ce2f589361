"""Forms of boxes, tables, care, needs, opinions and priorities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints.enums import (
    ArticleState,
    CheckState,
    Grievance,
    InquiryState,
    IssueState,
    ItemState,
    NeedState,
    Sector,
    Support,
)
from zhengyou.instruments.complaints.forms.fields import AssistedForm, CategoryField, UnitField, area, place_units
from zhengyou.mechanisms.scoring import catalogue
from zhengyou.registry.bodies.models import Appointment, Body

ALL: tuple[tuple[str, Any], ...] = (("", _("All")),)


def filter_form(states: Any, label: Any) -> type[forms.Form]:
    """Return a query bar with words and a state."""

    class Filter(forms.Form):
        """The query bar above a list."""

        q = forms.CharField(label=label, required=False)
        state = forms.ChoiceField(label=_("State"), required=False, choices=[*ALL, *states.choices])

    return Filter


ArticleFilter = filter_form(ArticleState, _("Words"))
NeedFilter = filter_form(NeedState, _("Words"))
ItemFilter = filter_form(ItemState, _("Words"))
IssueFilter = filter_form(IssueState, _("Words"))
FollowFilter = filter_form(CheckState, _("Number of the matter"))
InquiryFilter = filter_form(InquiryState, _("Number of the matter"))


class ArticleForm(forms.Form):
    """One wording of an article."""

    question = forms.CharField(label=_("Question, as people ask it"), max_length=200, required=False)
    answer = forms.CharField(label=_("Answer"), widget=area(8), max_length=8000, required=False)
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    keywords = forms.CharField(label=_("Other words people use"), max_length=200, required=False)
    category = CategoryField(label=_("Category"), required=False)
    review_on = forms.DateField(label=_("Look at it again on"), required=False, widget=forms.DateInput())
    is_public = forms.BooleanField(label=_("The public reads it too"), required=False, initial=True)


class BoxForm(forms.Form):
    """A box and its place."""

    title = forms.CharField(label=_("Name of the box"), max_length=60, required=False)
    place = forms.CharField(label=_("Where it hangs"), max_length=200, required=False)
    every_days = forms.IntegerField(
        label=_("Opened at least every so many days"), initial=7, min_value=1, max_value=365
    )


class OpenBoxForm(forms.Form):
    """What was found in a box."""

    slips = forms.IntegerField(label=_("Slips found"), min_value=0, max_value=999)
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)


class LineForm(forms.Form):
    """A telephone or desk of supervision."""

    title = forms.CharField(label=_("Name of the line"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    hours = forms.CharField(label=_("When it is staffed"), max_length=120, required=False)


class ResponsibilityForm(AssistedForm):
    """Who answers for a class, perhaps in one place."""

    field_order = ("category", "territory", "lead", "assisting_1", "assisting_2", "assisting_3", "basis")

    category = CategoryField(label=_("Category"))
    territory = UnitField(label=_("Only in"), required=False, empty_label=_("In the whole place"))
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, root=root, **options)
        place_units(self, root, "territory")


class AbuseForm(forms.Form):
    """What a member of staff met."""

    appointment = forms.ModelChoiceField(
        label=_("Who met it"), queryset=Appointment.objects.none(), to_field_name="public_id"
    )
    kind = forms.ChoiceField(label=_("What happened"), choices=Grievance.choices)
    happened_on = forms.DateField(label=_("Day"), widget=forms.DateInput())
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    text = forms.CharField(label=_("In your own words"), widget=area(6), max_length=4000, required=False)


class SupportForm(forms.Form):
    """What was done for a member of staff."""

    kind = forms.ChoiceField(label=_("Support given"), choices=Support.choices)
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)


class NeedForm(forms.Form):
    """What people need."""

    title = forms.CharField(label=_("What is needed"), max_length=120, required=False)
    text = forms.CharField(label=_("More about it"), widget=area(4), max_length=2000, required=False)
    sector = forms.ChoiceField(label=_("Field"), choices=Sector.choices)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    people = forms.IntegerField(
        label=_("How many people it concerns"), required=False, min_value=1, max_value=9_999_999
    )


class ClaimForm(forms.Form):
    """By when a claimed need is met."""

    due_on = forms.DateField(label=_("Met by"), required=False, widget=forms.DateInput())


class CollectForm(forms.Form):
    """Like opinions in one wording."""

    title = forms.CharField(label=_("What people want, in one line"), max_length=120, required=False)
    text = forms.CharField(label=_("In one wording, without names"), widget=area(4), max_length=2000, required=False)
    category = CategoryField(label=_("Category"))


class LeadForm(forms.Form):
    """To which unit an item goes."""

    lead = UnitField(label=_("Responsible unit"))

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, **options)
        place_units(self, root, "lead")


class ReportForm(forms.Form):
    """The period of an opinion report."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput())
    ends_on = forms.DateField(label=_("Up to, not included"), widget=forms.DateInput())


class ConclusionForm(forms.Form):
    """What was decided when a report was studied."""

    conclusion = forms.CharField(label=_("What was decided"), widget=area(5), max_length=4000, required=False)


class IssueForm(forms.Form):
    """An issue raised again and again."""

    title = forms.CharField(label=_("Hot issue"), max_length=120, required=False)
    sector = forms.ChoiceField(label=_("Field"), choices=Sector.choices)
    category = CategoryField(label=_("Category"), required=False)
    text = forms.CharField(label=_("More about it"), widget=area(4), max_length=2000, required=False)
    month = forms.DateField(
        label=_("Theme of the month"),
        required=False,
        widget=forms.DateInput(),
        help_text=_("Any day of the month; empty: a hot issue without a month."),
    )


class TackleForm(forms.Form):
    """Who tackles an issue, how and by when."""

    lead = UnitField(label=_("Responsible unit"))
    measures = forms.CharField(label=_("What will be done about it"), widget=area(4), max_length=2000, required=False)
    due_on = forms.DateField(label=_("Done by"), required=False, widget=forms.DateInput())

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, **options)
        place_units(self, root, "lead")


class RuleForm(forms.Form):
    """How the lowest are found."""

    title = forms.CharField(label=_("Name of the rule"), max_length=120, required=False)
    indicator = forms.ChoiceField(label=_("What is compared"), choices=[])
    days = forms.IntegerField(label=_("Looks back so many days"), initial=90, min_value=1, max_value=800)
    at_least = forms.IntegerField(label=_("At least so many cases"), initial=10, min_value=1, max_value=30_000)
    most = forms.IntegerField(label=_("Proposals at a time"), initial=3, min_value=1, max_value=50)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["indicator"]
        field.choices = [(name, one.label) for name, one in catalogue.offered().items()]
