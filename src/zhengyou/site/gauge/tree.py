"""Ten thousand bodies: how long the pages of the tree take for one reader.

`python -m zhengyou.site.gauge.tree` fills the database it is pointed at and tells where to look; it is meant for a stand,
never for an installation in use.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import django

from zhengyou.site.console import Stop, say
from zhengyou.site.gauge import load
from zhengyou.site.gauge.load import Request
from zhengyou.site.gauge.stand import Stand

SYSTEMS, UNITS, OFFICES = 20, 20, 24
"""20 systems with 20 units each, every unit with 24 offices: 10,020 bodies below the root."""
LONGEST_SECONDS = 3.0


def bench_tree(where: Stand, seconds: float) -> Iterator[tuple[str, float, str]]:
    """Yield name, value and unit: what the pages take with 10,021 bodies, and how long it took to found them."""
    told = json.loads(_fill(where))
    yield "10,000 bodies: founding them all", round(told["seconds"], 1), "s"
    header = ("Cookie", told["cookie"])
    for name, path in told["pages"].items():
        request = Request(path, headers=(header,))

        def make(_number: int, one: Request = request) -> Request:
            return one

        done = load.run(where.url, make, clients=1, seconds=min(seconds, LONGEST_SECONDS))
        yield f"10,000 bodies: {name}, median wait", round(done.percentile(0.5) * 1000, 1), "ms"
        yield f"10,000 bodies: {name}, 99th percentile", round(done.percentile(0.99) * 1000, 1), "ms"
        yield f"10,000 bodies: {name}, answers other than 200", done.requests - done.statuses[200], "count"


def _fill(where: Stand) -> str:
    """Run this module on the stand and return what it said."""
    command = [sys.executable, "-m", "zhengyou.site.gauge.tree"]
    done = subprocess.run(command, env=dict(where.environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"filling the tree: {done.stderr.strip()[-2000:]}")
    return done.stdout


def fill() -> dict[str, object]:
    """Found the bodies and somebody who may read them; return the addresses of the pages and a signed-in cookie."""
    from zhengyou.records import ledger  # noqa: PLC0415 -- models are ready only after the setup
    from zhengyou.registry.bodies.actions import bulk, tree  # noqa: PLC0415
    from zhengyou.registry.bodies.changes import Founding  # noqa: PLC0415
    from zhengyou.registry.bodies.models import Body  # noqa: PLC0415

    root = tree.found(Founding(name="万县"), parent=None, on=None, actor=ledger.SYSTEM)
    rows = []
    for system in range(SYSTEMS):
        rows.append(bulk.NewBody(key=f"{system}", founding=Founding(name=f"系统{system}")))
        for unit in range(UNITS):
            key = f"{system}.{unit}"
            rows.append(bulk.NewBody(key=key, above=f"{system}", founding=Founding(name=f"单位{key}")))
            rows += [
                bulk.NewBody(key=f"{key}.{office}", above=key, founding=Founding(name=f"科室{key}.{office}"))
                for office in range(OFFICES)
            ]
    started = time.monotonic()
    bulk.found_many(rows, parent=root, actor=ledger.SYSTEM)
    seconds = time.monotonic() - started
    deep = Body.objects.get(name="科室7.7.7")
    assert deep.parent is not None  # noqa: S101 -- founded above
    pages = {
        "the list": "/desk/bodies/",
        "the tree opened to an office": f"/desk/bodies/?body={deep.public_id}",
        "a search": "/desk/bodies/?q=7.7",
        "children on opening": f"/desk/bodies/tree/{deep.parent.public_id}/?to=/desk/bodies/",
        "one body": f"/desk/bodies/{deep.parent.public_id}/",
        "one body as of a day": f"/desk/bodies/{deep.parent.public_id}/?tab=history&day=2020-01-01",
        "the contact list": "/desk/bodies/contacts/",
    }
    return {"seconds": seconds, "pages": pages, "cookie": _signed_in(root)}


def _signed_in(root: object) -> str:
    """Return the cookie of somebody who may read everything below ``root``."""
    import datetime as dt  # noqa: PLC0415
    from importlib import import_module  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from zhengyou.registry.access.models import Grant, Role, Scope  # noqa: PLC0415
    from zhengyou.registry.bodies.models import Appointment, Body, Post  # noqa: PLC0415
    from zhengyou.registry.people.models import Account, Person  # noqa: PLC0415

    assert isinstance(root, Body)  # noqa: S101
    day = dt.date(2020, 1, 1)
    person = Person.objects.create(name="量测员")
    account = Account.objects.create(person=person, username="gauge", must_change_password=False)
    post = Post.objects.create(body=root, title="量测")
    appointment = Appointment.objects.create(person=person, post=post, starts_on=day)
    role, _made = Role.objects.get_or_create(
        code="gauge", defaults={"title": "量测", "functions": ["bodies.read", "bodies.manage"]}
    )
    scope, _made = Scope.objects.get_or_create(body=root, for_campaign=False)
    Grant.objects.create(appointment=appointment, role=role, scope=scope, starts_on=day)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    django.setup()
    say(json.dumps(fill()))
