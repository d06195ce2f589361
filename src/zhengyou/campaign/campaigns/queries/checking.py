"""Who checks what a unit handed in: who passed it down, the line or place that a rule names, or else who leads."""

from django.db.models import Q

from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import Matter, RelationKind
from zhengyou.registry.bodies.models import AuthorityRule, Body, Relation


def checker_of(sheet: TaskSheet) -> Body:
    """Return the body that accepts or returns ``sheet``: 领导实施以条为主, 检查验收以块为主, where a rule says so."""
    if sheet.passed_from is not None:
        return sheet.passed_from.body
    key = acceptors().get(sheet.body_id)
    return Body.objects.get(pk=key) if key else sheet.duty.campaign.body


def acceptors() -> dict[int, int]:
    """Return for each unit with a line or place above it whose word counts at an acceptance, by the rules of today.

    Of several rules the one nearest to the unit holds; two queries, and one only where no rule was ever set.
    """
    today = clock.today()
    held = AuthorityRule.objects.filter(matter=Matter.ACCEPT, starts_on__lte=today)
    rules = list(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).select_related("body"))
    if not rules:
        return {}
    rules.sort(key=lambda rule: rule.body.depth, reverse=True)
    found = {}
    rows = Relation.objects.filter(kind__in=(RelationKind.LINE, RelationKind.PLACE), during__contains=today)
    for unit, path, kind, other in rows.values_list("body", "body__path", "kind", "other"):
        nearest = next((rule for rule in rules if path.startswith(rule.body.path)), None)
        if nearest is not None and nearest.leads == kind:
            found[unit] = other
    return found


def entrusted_to(body: Body | None) -> list[int]:
    """Return the units whose sheets ``body`` accepts because it stands above them by line or place."""
    return [unit for unit, other in acceptors().items() if other == body.pk] if body is not None else []
