"""Forms of supervision: query bars of the registers, and what each verb asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.mechanisms.orders import rules
from zhengyou.mechanisms.orders.enums import (
    Aspect,
    CaseState,
    Fault,
    Kind,
    MeasureKind,
    MeasureState,
    Metric,
    Origin,
    Priority,
    ProblemState,
    Shade,
    Sheet,
    Theme,
    TourState,
    TourWord,
    ViolationKind,
    ViolationState,
    WritState,
)
from zhengyou.mechanisms.orders.form_fields import BodyField, bodies, choice, day, lengthy, short
from zhengyou.mechanisms.orders.models import PlanEntry
from zhengyou.registry.access.actors import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.enums import Grade


class BoardFilter(forms.Form):
    """The query bar of the board."""

    kind = choice(_("Arose from"), Kind.choices, with_all=True)


class LevelFilter(forms.Form):
    """The query bar of the orders behind a figure of the board."""

    q = short(_("Number or title"))
    level = choice(_("Level"), [("0", _("On time")), *((str(one.value), one.label) for one in Grade)], with_all=True)
    kind = choice(_("Arose from"), Kind.choices, with_all=True)


class TimesFilter(forms.Form):
    """The query bar of the statistics of time."""

    starts = day(_("Begun from"), required=False)
    ends = day(_("Begun until"), required=False)
    kind = choice(_("Arose from"), Kind.choices, with_all=True)


class WritFilter(forms.Form):
    """The query bar of the notices."""

    q = short(_("Number or title"))
    sheet = choice(_("Kind of notice"), Sheet.choices, with_all=True)
    shade = choice(_("Colour"), Shade.choices, with_all=True)
    state = choice(_("State"), WritState.choices, with_all=True)


class WritForm(forms.Form):
    """What a notice says."""

    sheet = choice(
        _("Kind of notice"), [one for one in Sheet.choices if one[0] in ("reminder", "supervision", "rectification")]
    )
    shade = choice(_("Colour"), Shade.choices)
    title = short(_("Matter"), 160)
    facts = lengthy(_("What happened"))
    demand = lengthy(_("What the unit must do"))
    basis = short(_("Basis"), 300)
    due_on = day(_("To be done by"))


class RemarkForm(forms.Form):
    """What stands beside a signature."""

    remark = short(_("Remark"), 300)


class WhyForm(forms.Form):
    """A reason."""

    reason = lengthy(_("Reason"), rows=3, most=300)


class MeasureFilter(forms.Form):
    """The query bar of the proposed measures."""

    q = short(_("Unit"))
    kind = choice(_("Measure"), MeasureKind.choices, with_all=True)
    state = choice(_("State"), MeasureState.choices, with_all=True)


class MeasureForm(forms.Form):
    """A measure that an officer proposes."""

    kind = choice(_("Measure"), MeasureKind.choices)
    body = BodyField(label=_("Unit"), queryset=Body.objects.none())
    facts = lengthy(_("What happened"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies(actor, rules.SUPERVISE)  # type: ignore[attr-defined]  # a choice field


class SubmitForm(forms.Form):
    """What a leader is asked to sign."""

    facts = lengthy(_("What happened"), rows=6)
    demand = lengthy(_("What the unit must do"))


class AcceptForm(forms.Form):
    """How a proposed supervision or meeting is taken up."""

    demand = lengthy(_("What the unit must do"))
    due_on = day(_("To be done by, or day of the meeting"))


class CarryForm(forms.Form):
    """What came of a measure."""

    held_on = day(_("Held or issued on"))
    words = lengthy(_("What was said and promised"))


class TriggerForm(forms.Form):
    """A trigger rule."""

    body = BodyField(label=_("Holds for the units of"), queryset=Body.objects.none())
    title = short(_("Name"), 60)
    metric = choice(_("Figure"), Metric.choices)
    below = choice(_("Fires where the figure is"), [("below", _("below the line")), ("above", _("above the line"))])
    line = forms.DecimalField(label=_("Line"), max_digits=6, decimal_places=2, min_value=0)
    least = forms.IntegerField(label=_("Rests on so many cases at least"), min_value=1, max_value=1000, initial=3)
    days = forms.IntegerField(label=_("Looks back (days)"), min_value=1, max_value=730, initial=90)
    kind = choice(_("Proposes"), MeasureKind.choices)
    source = short(_("Document on which it rests"), 300)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies(actor, rules.TRIGGER)  # type: ignore[attr-defined]  # a choice field


class ListFilter(forms.Form):
    """The query bar of the lists of problems."""

    q = short(_("Title"))
    theme = choice(_("Field of the problems"), Theme.choices, with_all=True)


class ListForm(forms.Form):
    """A new list of problems."""

    body = BodyField(label=_("Body"), queryset=Body.objects.none())
    title = short(_("Title"))
    theme = choice(_("Field of the problems"), Theme.choices)
    basis = short(_("Basis"), 300)
    starts_on = day(_("Begins"))
    ends_on = day(_("To be solved by"))
    by_aspects = forms.BooleanField(
        label=_("Look by the four aspects"),
        help_text=_("Each problem names awareness, attitude, ability or effect."),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies(actor, rules.PROBLEMS)  # type: ignore[attr-defined]  # a choice field


class ProblemFilter(forms.Form):
    """The query bar of the problems of a list."""

    q = short(_("Number or title"))
    state = choice(_("State"), ProblemState.choices, with_all=True)
    aspect = choice(_("Aspect"), Aspect.choices, with_all=True)
    priority = choice(_("Priority"), Priority.choices, with_all=True)


class ProblemForm(forms.Form):
    """A problem that was found."""

    body = BodyField(label=_("Responsible unit"), queryset=Body.objects.none())
    title = short(_("Problem"))
    facts = lengthy(_("What was seen"))
    aspect = choice(_("Aspect"), Aspect.choices, empty=_("None"))
    origin = choice(_("How it came to light"), Origin.choices)
    priority = choice(_("Priority"), Priority.choices)

    def __init__(self, *args: Any, below: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Body.objects.filter(path__startswith=below.path, dissolved_on__isnull=True).order_by("sort_path")
        self.fields["body"].queryset = units  # type: ignore[attr-defined]  # a choice field


class PlanForm(forms.Form):
    """Owner, measures and limit of a problem."""

    owner = short(_("Responsible post"), 80)
    measures = lengthy(_("Measures to be taken"))
    due_on = day(_("To be solved by"))
    priority = choice(_("Priority"), Priority.choices)


class SolveForm(forms.Form):
    """How a problem was solved."""

    solution = lengthy(_("How it was solved"))


class HighlightForm(forms.Form):
    """The one line by which a solution is shown."""

    line = short(_("What others can learn from it"), help_text=_("Left empty, the solution is no longer shown."))


class CaseFilter(forms.Form):
    """The query bar of the accountability cases."""

    q = short(_("Number, post or unit"))
    state = choice(_("State"), CaseState.choices, with_all=True)
    fault = choice(_("Ground of the case"), Fault.choices, with_all=True)


class CaseForm(forms.Form):
    """A new accountability case: facts only."""

    keeper = BodyField(label=_("Kept by"), queryset=Body.objects.none())
    body = BodyField(label=_("Unit"), queryset=Body.objects.none())
    fault = choice(_("Ground of the case"), Fault.choices)
    is_leader = forms.BooleanField(label=_("Concerns the responsibility of a leader"), required=False)
    post = short(_("Post concerned"), 80)
    person = short(_("Person concerned"), 40, help_text=_("Kept sealed; each reading is written down."))
    facts = lengthy(
        _("What happened"), rows=6, help_text=_("Facts with days and documents; no judgement, no sanction.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keeper", "body"):
            self.fields[name].queryset = bodies(actor, rules.ACCOUNT)  # type: ignore[attr-defined]  # a choice field


class HearForm(forms.Form):
    """What the person concerned says."""

    statement = lengthy(_("Statement"), rows=6, help_text=_("In the person's own words; kept sealed."))
    is_silent = forms.BooleanField(label=_("Asked in time, but no statement was given"), required=False)


class HandOverForm(forms.Form):
    """To whom a case goes, and why."""

    organ = short(_("Competent organ"), 80)
    proposal = lengthy(_("Why it is handed over"), help_text=_("Facts and reasons; what follows the organ decides."))
    handed_over_on = day(_("Handed over on"))


class OutcomeForm(forms.Form):
    """What the competent organ told."""

    outcome = lengthy(_("Answer of the organ"))
    outcome_on = day(_("Told on"))


class ViolationFilter(forms.Form):
    """The query bar of the violations."""

    q = short(_("Number, title or unit"))
    state = choice(_("State"), ViolationState.choices, with_all=True)
    kind = choice(_("Rule broken"), ViolationKind.choices, with_all=True)


class ViolationForm(forms.Form):
    """A violation that was found."""

    keeper = BodyField(label=_("Followed up by"), queryset=Body.objects.none())
    kind = choice(_("Rule broken"), ViolationKind.choices)
    title = short(_("Matter"))
    body = BodyField(label=_("Unit"), queryset=Body.objects.none(), required=False)
    unit_name = short(_("Unit, where it is not on the platform"))
    place = short(_("Place"))
    found_on = day(_("Found on"))
    facts = lengthy(_("What happened"))
    basis = short(_("Basis"), 300, help_text=_("Left empty, the law that this kind breaks stands in."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keeper", "body"):
            self.fields[name].queryset = bodies(actor, rules.VIOLATIONS)  # type: ignore[attr-defined]  # a choice field


class LetterForm(forms.Form):
    """What a letter of opinion demands."""

    demand = lengthy(_("What the unit must do"))
    due_on = day(_("To be done by"))


class AnswerForm(forms.Form):
    """What was corrected."""

    answer = lengthy(_("What was corrected"))


class CorrectForm(forms.Form):
    """What was seen when a correction was verified."""

    result = lengthy(_("What was seen"))
    corrected_on = day(_("Corrected on"))


class TourFilter(forms.Form):
    """The query bar of the visits."""

    q = short(_("Number or title"))
    word = choice(_("Called"), TourWord.choices, with_all=True)
    state = choice(_("State"), TourState.choices, with_all=True)


class TourForm(forms.Form):
    """A visit to units."""

    body = BodyField(label=_("Who goes"), queryset=Body.objects.none())
    word = choice(_("Called"), TourWord.choices)
    entry = forms.ModelChoiceField(
        label=_("Entry of the year's plan"),
        queryset=PlanEntry.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Supervision, inspection and assessment need one; without it the visit is study and guidance."),
    )
    title = short(_("Title"))
    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Body.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    purpose = lengthy(_("Purpose of the visit"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = bodies(actor, rules.TOURS)
        for name in ("body", "units"):
            self.fields[name].queryset = mine  # type: ignore[attr-defined]  # a choice field
        self.fields["entry"].queryset = within(PlanEntry.objects.all(), actor, rules.TOURS)  # type: ignore[attr-defined]  # a choice field


class PlanEntryForm(forms.Form):
    """One line of the approved annual plan."""

    body = BodyField(label=_("Body"), queryset=Body.objects.none())
    year = forms.IntegerField(label=_("Year"), min_value=2019, max_value=2100)
    title = short(_("As the plan calls it"))
    document = short(_("Paper that approved the plan"), 200)
    most = forms.IntegerField(label=_("Times a year at most"), min_value=1, max_value=12, initial=1)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies(actor, rules.TOURS)  # type: ignore[attr-defined]  # a choice field


class FoundForm(forms.Form):
    """What a visit saw."""

    found = lengthy(_("What was seen and advised"), rows=6)
