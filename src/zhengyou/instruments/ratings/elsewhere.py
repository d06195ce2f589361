"""One rating for each service of a case over all systems: what platforms above take, and what they have taken."""

from django.db import connection
from django.db.models import QuerySet

from zhengyou.instruments.ratings.models import RatedElsewhere, UpperPlatform
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Case


def above(body: Body) -> list[int]:
    """Return the keys of ``body`` and of all above it."""
    return [int(key) for key in body.path.split(".") if key]


def is_rated_above(case: Case) -> bool:
    """Return whether a platform above takes the ratings of this case: it comes from a business system below it."""
    if not case.external_number:
        return False
    return UpperPlatform.objects.filter(rates_there=True, is_open=True, body__in=above(case.body)).exists()


def was_rated(case: Case, service_number: int) -> bool:
    """Return whether another system has taken the rating of this service; holds the number until the end."""
    if not case.external_number:
        return False
    hold(case.external_number)
    return taken(above(case.body), case.external_number).filter(service_number=service_number).exists()


def taken(bodies: list[int], number: str) -> QuerySet[RatedElsewhere]:
    """Return the services of the case with this number that were rated on platforms of ``bodies``."""
    return RatedElsewhere.objects.filter(body__in=bodies, number=number)


def hold(number: str) -> None:
    """Let one transaction at a time decide about the case with this number of a business system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"ratings.case {number}"])
