"""Forms of demonstration posts, practical matters and brands, what hangs where, and words of the public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display.enums import AssetKind, Audience, ItemKind, Source, SpotKind
from zhengyou.instruments.display.forms.fields import (
    Day,
    Holder,
    SpotsField,
    WindowOfUnit,
    Words,
    at_work_in,
    offer,
    offer_spots,
    windows_of,
)
from zhengyou.instruments.display.models import Asset, DisplayItem, PostType
from zhengyou.instruments.display.queries import covering, library
from zhengyou.registry.bodies.models import Body

LEVELS = [
    (5, _("Very satisfied")),
    (4, _("Satisfied")),
    (3, _("Basically satisfied")),
    (2, _("Dissatisfied")),
    (1, _("Very dissatisfied")),
]


class PostTypeForm(forms.Form):
    """A kind of demonstration post."""

    name = forms.CharField(label=_("Kind of demonstration post"), max_length=40)
    conditions = Words(label=_("Conditions of the post"), max_length=300)
    term_months = forms.IntegerField(
        label=_("Term in months"), initial=12, widget=forms.NumberInput(attrs={"min": 1, "max": 60})
    )


class ApplicationForm(forms.Form):
    """An application to be a demonstration post."""

    kind = forms.ModelChoiceField(
        label=_("Kind of demonstration post"), queryset=PostType.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Name of the post"), max_length=60)
    window = WindowOfUnit(empty_label=_("No single window"))
    appointment = Holder(label=_("Who holds it"), required=False, empty_label=_("All who serve there"))
    deeds = Words(label=_("What it has done"), max_length=1000, rows=6)

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "kind", covering(PostType, body))
        offer(self, "window", windows_of(body))
        offer(self, "appointment", at_work_in(body))


class AreaForm(forms.Form):
    """An area for which a party member answers."""

    name = forms.CharField(label=_("Name of the area"), max_length=60)
    appointment = Holder(label=_("Who answers for it"), empty_label=None)
    duties = Words(label=_("What is looked after"), max_length=300)
    spots = SpotsField()

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "appointment", at_work_in(body))
        offer_spots(self, body)


class MatterForm(forms.Form):
    """A practical matter: from where it came, what is promised by when, and for how much."""

    title = forms.CharField(label=_("Practical matter"), max_length=80)
    source = forms.ChoiceField(label=_("Source"), choices=Source)
    origin = forms.CharField(
        label=_("Where exactly it was heard"),
        max_length=200,
        help_text=_("Such as the number of a matter or a meeting."),
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience)
    promise = Words(label=_("What is promised"), max_length=300)
    due_on = Day(label=_("Done by"))
    budget = forms.DecimalField(label=_("Budget (yuan)"), max_digits=12, decimal_places=2, min_value=0, initial=0)


class StepForm(forms.Form):
    """A step of a practical matter."""

    on = Day(label=_("Done on"))
    text = Words(label=_("What was done"), max_length=200)
    share = forms.IntegerField(
        label=_("Share of the whole (%)"), widget=forms.NumberInput(attrs={"min": 0, "max": 100})
    )
    spent = forms.DecimalField(label=_("Spent on it (yuan)"), max_digits=12, decimal_places=2, min_value=0, initial=0)


class FinishForm(forms.Form):
    """What a practical matter achieved."""

    result = Words(label=_("Result"), max_length=300)
    done_on = Day(label=_("Done on"))
    proof = forms.FileField(
        label=_("Proof"), required=False, help_text=_("A photograph or the paper of acceptance; the public sees it.")
    )


class BrandForm(forms.Form):
    """A service brand."""

    name = forms.CharField(label=_("Name of the brand"), max_length=40)
    meaning = Words(label=_("What it stands for"), max_length=300)
    since = Day(label=_("Since"))


class ProofForm(forms.Form):
    """A proof that a brand is lived."""

    on = Day(label=_("Done on"))
    text = Words(label=_("What was done"), max_length=300)


class SpotForm(forms.Form):
    """A place where something hangs."""

    name = forms.CharField(label=_("Name of the place"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind of place"), choices=SpotKind)
    window = WindowOfUnit(empty_label=_("No single window"))

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "window", windows_of(body))


class ItemForm(forms.Form):
    """Something that hangs, or must hang, at places."""

    name = forms.CharField(label=_("What hangs"), max_length=60)
    kind = forms.ChoiceField(label=_("Sort"), choices=ItemKind)
    required_at = forms.MultipleChoiceField(
        label=_("Must hang at"), choices=SpotKind, required=False, widget=forms.CheckboxSelectMultiple
    )


class PostUpForm(forms.Form):
    """What is hung up where, and for how long."""

    item = forms.ModelChoiceField(label=_("What hangs"), queryset=DisplayItem.objects.none(), empty_label=None)
    asset = forms.ModelChoiceField(
        label=_("Material of the library"), queryset=Asset.objects.none(), required=False, empty_label=_("No material")
    )
    text = forms.CharField(label=_("Words that hang there"), max_length=200, required=False)
    starts_on = Day(label=_("Hangs from"))
    until = Day(label=_("Hangs until"), required=False, help_text=_("Empty: until it is taken down."))
    spots = SpotsField()

    def __init__(self, *args: Any, body: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "item", covering(DisplayItem, body))
        offer(self, "asset", library(body))
        offer_spots(self, body)


class AssetForm(forms.Form):
    """Material for the library."""

    title = forms.CharField(label=_("Title"), max_length=80)
    kind = forms.ChoiceField(label=_("Sort"), choices=AssetKind)
    text = Words(
        label=_("Words of the material"),
        max_length=2000,
        required=False,
        help_text=_("Of a slogan: the words that hang."),
    )
    file = forms.FileField(
        label=_("A file to attach"), required=False, help_text=_("Picture or layout; more can follow.")
    )


class RemarkForm(forms.Form):
    """What somebody thinks of a promise."""

    text = Words(label=_("What you think of this promise"), max_length=300)


class SatisfactionForm(forms.Form):
    """How content somebody is with a practical matter."""

    level = forms.TypedChoiceField(
        label=_("How satisfied are you?"), choices=LEVELS, coerce=int, widget=forms.RadioSelect
    )
    text = Words(label=_("Why (optional)"), max_length=300, required=False)


class AnswerForm(forms.Form):
    """The answer to a word of the public."""

    answer = Words(label=_("Answer"), max_length=300)
