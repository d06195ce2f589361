"""The permission matrix of a verb or page: nobody, outsider, insider without the function, insider with it.

def test_answer_is_for_holders_in_scope():
    order = OrderFactory()
    matrix(lambda actor: answer(order, text="…", actor=actor), "orders.answer", order.body)

def test_page_of_orders_is_for_holders(client):
    page_matrix(client, reverse("orders:list"), "orders.read", body)
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.test import Client

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from zhengyou.kernel.errors import Forbidden
from zhengyou.records import ledger
from zhengyou.registry.bodies.models import Body


def matrix(verb: Callable[[Any], Any], function: str, body: Body) -> Any:
    """Prove that ``verb(actor)`` is forbidden to all but an insider with ``function``; return what it gave this one.

    ``body`` is the body that the thing belongs to. The refused attempts leave nothing behind.
    """
    _account, elsewhere = signed_in(function, body=BodyFactory())
    _account, without = signed_in("nothing.at_all", body=body)
    _account, insider = signed_in(function, body=body)
    for who, actor in {"nobody": ledger.PUBLIC, "outsider": elsewhere, "insider without": without}.items():
        assert _is_refused(verb, actor), f"{function}: {who} was let through"
    return verb(insider)


def _is_refused(verb: Callable[[Any], Any], actor: ledger.Actor) -> bool:
    try:
        with transaction.atomic():
            verb(actor)
            transaction.set_rollback(True)
    except Forbidden:
        return True
    return False


def page_matrix(client: Client, url: str, function: str, body: Body, *, outsider: int = 200) -> Any:
    """Prove who may open a desk page; return the answer the insider got.

    ``outsider``: the status for somebody who holds ``function`` in another tree: 200 for a list (which then shows
    nothing of ours), 403 or 404 for the page of one thing.
    """
    client.logout()
    answer = client.get(url)
    assert answer.status_code == 302, f"{url} is open to nobody in particular"
    assert "sign-in" in answer["Location"]
    client.force_login(signed_in("nothing.at_all", body=body)[0])
    assert client.get(url).status_code == 403, f"{url} is open without {function}"
    client.force_login(signed_in(function, body=BodyFactory())[0])
    assert client.get(url).status_code == outsider, f"{url} answers an outsider wrongly"
    client.force_login(signed_in(function, body=body)[0])
    answer = client.get(url)
    assert answer.status_code == 200, f"{url} is closed to its own people"
    return answer
