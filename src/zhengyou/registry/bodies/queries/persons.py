"""Finding persons by name through the posts they hold."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.people.models import Person


def persons(paths: Iterable[str], *, name: str = "", unit: str = "", part: str = "") -> QuerySet[Person]:
    """Return the persons called ``name``, or whose name holds ``part``, in a body called ``unit`` below ``paths``.

    Persons without any post belong to everybody: newcomers have to be found before they are appointed.
    """
    rows = Person.objects.filter(left_on=None)
    rows = rows.filter(name=name) if name else rows.filter(name__contains=part)
    placed = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=clock.today()))
    allowed = Q(pk__in=[])
    for path in paths:
        allowed |= Q(pk__in=placed.filter(post__body__path__startswith=path).values("person"))
    if unit:
        here = placed.filter(Q(post__body__name=unit) | Q(post__body__short_name=unit))
        return rows.filter(allowed, pk__in=here.values("person"))
    return rows.filter(allowed | ~Q(pk__in=placed.values("person")))


def units_of(person: Person) -> list[str]:
    """Return the short names of the bodies in which ``person`` holds a post, in official order."""
    today = clock.today()
    held = person.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).select_related("post__body")
    return list(dict.fromkeys(one.post.body.known_as for one in held.order_by("post__body__sort_path", "pk")))
