"""Forms of the comparison pages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import catalogue, policy
from zhengyou.mechanisms.scoring.enums import Band, FindingState, State, Subject
from zhengyou.mechanisms.scoring.models import Standing
from zhengyou.mechanisms.scoring.queries import group_label
from zhengyou.registry.bodies.models import Body


class ComputeForm(forms.Form):
    """What is to be compared, and over which days (both included)."""

    subject = forms.ChoiceField(label=_("Compare"), choices=Subject.choices)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Until"), help_text=_("This day included"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, roots: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = forms.ModelChoiceField(
            label=_("Range"), queryset=roots, to_field_name="public_id", empty_label=None, initial=roots.first()
        )
        offered = [(name, one.label) for name, one in sorted(catalogue.offered().items())]
        self.fields["indicator"] = forms.ChoiceField(
            label=_("By what"), choices=offered, initial="satisfaction", required=False
        )
        self.order_fields(["body", "subject", "indicator", "starts_on", "ends_on"])

    def clean(self) -> dict[str, Any]:
        """Check that the period is one."""
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day must not lie before the first."))
        if starts and starts > clock.today():
            self.add_error("starts_on", _("This period has not begun yet."))
        return given


class LeagueFilter(forms.Form):
    """The query bar above the league table."""

    q = forms.CharField(label=_("Unit or window"), required=False)
    group = forms.ChoiceField(label=_("Peer group"), required=False)
    band = forms.ChoiceField(label=_("Beside its peers"), required=False, choices=[("", _("All")), *Band.choices])
    star = forms.ChoiceField(
        label=_("Star"),
        required=False,
        choices=[("", _("All")), *((star, "★" * star) for star in range(policy.STARS, 0, -1))],
    )

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(group, group_label(group)) for group in groups]
        self.fields["group"] = forms.ChoiceField(
            label=_("Peer group"), required=False, choices=[("", _("All")), *named]
        )


class RunFilter(forms.Form):
    """The query bar above the comparisons."""

    subject = forms.ChoiceField(label=_("Who is compared"), required=False, choices=[("", _("All")), *Subject.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), *((one.value, one.label) for one in State if one != State.REPLACED)],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, one.label) for name, one in sorted(catalogue.offered().items())]
        self.fields["indicator"] = forms.ChoiceField(
            label=_("By what"), required=False, choices=[("", _("All")), *offered]
        )
        self.order_fields(["subject", "indicator", "state"])


class FindingFilter(forms.Form):
    """The query bar above the findings."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *FindingState.choices])


class DecisionForm(forms.Form):
    """What becomes of suspicious ratings, and why."""

    quarantine = forms.ChoiceField(
        label=_("Decision on the finding"),
        choices=[
            ("yes", _("Set the suspicious ratings apart; the star is withheld")),
            ("no", _("Clear the unit; nothing changes")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class AppealForm(forms.Form):
    """What is wrong with a star or a finding."""

    text = forms.CharField(
        label=_("What is wrong, and what proves it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerForm(forms.Form):
    """Whether an appeal is right, and why."""

    uphold = forms.ChoiceField(
        label=_("Decision on the appeal"), choices=[("yes", _("Uphold")), ("no", _("Reject"))], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, standing: Standing | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing and standing.scale:
            stars = [(star, "★" * star) for star in range(standing.scale.stars, 0, -1)]
            self.fields["star"] = forms.TypedChoiceField(
                label=_("Star that is right, if upheld"),
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", _("Not changed")), *stars],
            )
