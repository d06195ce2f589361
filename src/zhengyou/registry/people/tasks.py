"""Jobs of people."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records import jobs
from zhengyou.registry.people import actions
from zhengyou.registry.people.models import Person


@jobs.task("people.send_email_code", title=_("Send the code that proves an e-mail address"), atomic=False)
def send_email_code(person: str) -> None:
    """Mail the code that confirms an address."""
    if (found := Person.objects.filter(pk=person).first()) is not None:
        actions.send_email_code(found)
