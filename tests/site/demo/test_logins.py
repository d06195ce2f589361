"""The log-ins that the demonstration prints open the desk without a phone; a real installation demands one."""

from zhengyou.registry.access.models import Role
from zhengyou.registry.people.hooks import demands_second_factor
from zhengyou.registry.people.models import Account


def test_every_printed_login_opens_the_desk(client, demo):
    demo("operator")
    for login in ("operator", "security", "auditor", "head"):
        account = Account.objects.get(username=login)
        assert not demands_second_factor(account)
        client.force_login(account)
        answer = client.get("/desk/")
        assert answer.status_code == 200
    assert not Role.objects.filter(needs_second_factor=True).exists()
    assert "主要负责人" in answer.wsgi_request.actor.hat_label, "a head acts as the head of the unit first"
