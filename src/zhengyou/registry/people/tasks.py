"""Jobs of people."""

from zhengyou.records import jobs
from zhengyou.registry.people import actions
from zhengyou.registry.people.models import Person


@jobs.task("people.send_email_code")
def send_email_code(person: str) -> None:
    """Mail the code that confirms an address."""
    if (found := Person.objects.filter(pk=person).first()) is not None:
        actions.send_email_code(found)
