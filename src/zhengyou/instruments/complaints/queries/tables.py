"""Readings of categories, responsibilities and lines."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhengyou.instruments.complaints.models import Category, Responsibility, SupervisionLine
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Body


def categories() -> QuerySet[Category]:
    """Return the classes in use, in the order of the tree."""
    return Category.objects.filter(is_active=True).order_by("code")


def subcategories(category: Category) -> QuerySet[Category]:
    """Return the class and everything below it."""
    return Category.objects.filter(code__startswith=category.code)


def sector_of(category: Category | None) -> str:
    """Return the field of a class: its own, or that of the nearest class above it that has one."""
    if category is None:
        return ""
    codes = [category.code[:length] for length in range(2, len(category.code) + 1, 2)]
    rows = (
        Category.objects.filter(code__in=codes).exclude(sector="").order_by("-level").values_list("sector", flat=True)
    )
    return rows.first() or ""


def responsible(category: Category | None, body: Body, territory: Body | None = None) -> Responsibility | None:
    """Return the row of the responsibility table of ``body`` (or a body above it) that holds for a class and a place.

    The nearest table wins, then the longest code that fits, then the row that names the place.
    """
    if category is None:
        return None
    today = clock.today()
    codes = [category.code[:length] for length in range(2, len(category.code) + 1, 2)]
    above = [int(key) for key in body.path.split(".") if key]
    here = Q(territory__isnull=True)
    if territory is not None:
        here |= Q(territory__in=[int(key) for key in territory.path.split(".") if key])
    rows = (
        Responsibility.objects.filter(here, category__code__in=codes, body__in=above, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), lead__dissolved_on__isnull=True)
        .select_related("lead", "category", "territory", "body")
        .prefetch_related("assisting")
    )
    return max(
        rows,
        key=lambda row: (
            len(row.body.path),
            len(row.category.code),
            len(row.territory.path) if row.territory else 0,
            row.starts_on,
        ),
        default=None,
    )


def offices() -> QuerySet[Body]:
    """Return the bodies to which the public may turn: the topmost of each place, those with a table first."""
    keeps_table = Exists(Responsibility.objects.filter(body=OuterRef("pk"), ends_on__isnull=True))
    tops = Body.objects.filter(parent__isnull=True, dissolved_on__isnull=True).annotate(keeps_table=keeps_table)
    return tops.order_by("-keeps_table", "sort_path")


def lines_of(bodies: QuerySet[Body] | None = None) -> QuerySet[SupervisionLine]:
    """Return the ways to supervision that are shown in public."""
    rows = SupervisionLine.objects.filter(withdrawn_on__isnull=True).select_related("body")
    return rows if bodies is None else rows.filter(body__in=bodies)
