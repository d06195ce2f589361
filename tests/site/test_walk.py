"""Every kind of user at every address of the site: nothing breaks, nothing foreign opens, nothing is told in codes.

The addresses come from the URL table, what stands in them from `tests.walk.samples`; a new room is walked by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins.demo import stand
from tests.walk import samples
from tests.walk.addresses import Address, addresses
from tests.walk.reading import Form, Reading, stumbles
from zhengyou.registry.people.models import Account
from zhengyou.site import demo as demonstration
from zhengyou.site.pages import PAGES

pytestmark = pytest.mark.django_db
LOGINS = [name for _role, name, _password in demonstration.LOGINS]
OPENS = {200, 204, 302, 400, 409, 410, 422}
CLOSED = {403, 404, 405}


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker, demo_copy: Path) -> Iterator[samples.County]:
    """Let the county stand once for all walks, and leave nothing behind."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        stand(demo_copy)
        yield samples.County()
        transaction.set_rollback(True)


def visitor(account: Account | None) -> Client:
    client = Client(raise_request_exception=False)
    if account is not None:
        client.force_login(account)
    return client


def ask(send: Callable[..., Any], url: str, data: Any = None) -> Any:
    """Send one request whose changes are undone, so that every visitor finds the same county."""
    with transaction.atomic():
        answer = send(url, data) if data is not None else send(url)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def is_page(answer: Any) -> bool:
    """Whether an answer is a whole page, not a file or a part of a page."""
    html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return html and b"<html" in answer.content


def reading_of(url: str, answer: Any) -> Reading | None:
    """Return the page as it is read, or nothing for a file."""
    return Reading(url, answer.content.decode()) if is_page(answer) else None


SHUT = {
    "files:open-public": "the county has no files; tests/records/files opens real ones",
    "files:status": "the county has no uploads; tests/records/files asks for real ones",
    "files:withdraw": "the county has no files; tests/records/files withdraws real ones",
    "complaints:track": "codes of matters are kept as digests; tests/instruments/complaints opens a real one",
    "complaints:receipt": "as complaints:track",
    "complaints:again": "as complaints:track",
    "complaints:message": "as complaints:track",
    "complaints:report-retaliation": "as complaints:track",
    "display:consent": "the county has none in that state; tests of the room display open a real one",
    "display:withdraw-consent": "the county has none in that state; tests of the room display open a real one",
    "display:remark": "the county has none in that state; tests of the room display open a real one",
    "display:answer-remark": "the county has none in that state; tests of the room display open a real one",
    "display:set-aside-remark": "the county has none in that state; tests of the room display open a real one",
    "display:matter": "the county has none in that state; tests of the room display open a real one",
    "display:draft-pledge": "the county has none in that state; tests of the room display open a real one",
    "ratings:loop-change": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:add": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:again": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:appeal-new": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:call-note": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:call-open": "the county has none in that state; tests of the room ratings open a real one",
    "ratings:retaliation": "the county has none in that state; tests of the room ratings open a real one",
    "complaints:open311-request": "the county has none in that state; tests of the room complaints open a real one",
    "complaints:tell-reporter": "the county has none in that state; tests of the room complaints open a real one",
    "orders:propose": "the county has none in that state; tests of the room orders open a real one",
    "scoring:run-changes": "the county has no corrected comparison; tests/mechanisms/scoring opens a real one",
    "scoring:answer": "the county has no appeal; tests/mechanisms/scoring answers a real one",
    "ratings:track": "the county keeps receipts as digests only; tests/instruments/ratings opens a real one",
}
"""Pages that open for nobody in this walk, and why."""


@dataclass
class Walk:
    """What was found at the addresses, and what is wrong there with the first place of each fault."""

    county: samples.County
    faults: dict[str, str] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    posted: set[str] = field(default_factory=set)

    def along(self, who: str, client: Client, urls: Iterable[tuple[Address, str]]) -> None:
        """Let one visitor ask for every address."""
        for address, url in urls:
            answer = ask(client.get, url)
            self._note(address, answer)
            if answer.status_code not in OPENS | CLOSED:
                self.faults.setdefault(f"{address.name} answers {answer.status_code}", f"{who} {url}")
            elif answer.status_code in OPENS and is_page(answer):
                for fault in stumbles(answer.content.decode()):
                    self.faults.setdefault(f"{address.name} {fault}", f"{who} {url}")

    def _note(self, address: Address, answer: Any) -> None:
        if answer.status_code in OPENS:
            self.opened.add(address.name)
        if answer.status_code == 405:
            self.posted.add(address.name)

    def told(self) -> str:
        """Return every fault with the place where it was met first."""
        return "\n".join(f"{fault}  <- {first}" for fault, first in sorted(self.faults.items()))


def test_every_address_opens_and_shows_no_raw_value_code_or_english(county: samples.County) -> None:
    walk = Walk(county)
    everything = [(address, county.urls(address)) for address in addresses()]
    walk.along("master", visitor(county.master), [(address, url) for address, urls in everything for url in urls])
    firsts = [(address, urls[0]) for address, urls in everything if urls]
    # A door for forms only is shut for everybody alike.
    walk.along("", visitor(None), [(address, url) for address, url in firsts if address.name not in walk.posted])
    asked = {address.name for address, urls in everything if urls}
    for name in asked - walk.opened - walk.posted - SHUT.keys():
        walk.faults[f"{name} opens for nobody"] = f"name what opens it in {samples.__file__}, or in SHUT why not"
    walk.faults |= {f"{name} cannot be asked for": why for name, why in county.unknown.items()}
    assert not walk.faults, walk.told()


SHARE = 3
"""Each kind of user opens every third desk address on a run, so that each address meets at least four kinds of users;
all of them with `-m soak`: that takes minutes."""


def along_the_desk(county: samples.County, login: str, begin: int, step: int) -> None:
    """Let the holder of a login open the desk addresses from ``begin`` in steps."""
    walk = Walk(county)
    desk = [(address, urls[0]) for address in addresses() if address.is_desk and (urls := county.urls(address))]
    walk.along(login, visitor(Account.objects.get(username=login)), desk[begin::step])
    assert len(walk.opened) > 5
    assert not walk.faults, walk.told()


@pytest.mark.parametrize("login", LOGINS)
def test_every_kind_of_user_opens_what_stands_on_the_desk(county: samples.County, login: str) -> None:
    along_the_desk(county, login, LOGINS.index(login) % SHARE, SHARE)


@pytest.mark.soak
@pytest.mark.parametrize("login", LOGINS)
def test_every_kind_of_user_opens_every_address_of_the_desk(county: samples.County, login: str) -> None:
    along_the_desk(county, login, 0, 1)


def test_every_page_of_an_own_address_is_photographed_and_looked_at(county: samples.County) -> None:
    shown = {urlsplit(shot.url).path for shot in PAGES}
    client = visitor(county.master)
    missing = [
        f"{address.name} {address.url()}"
        for address in addresses()
        if not address.arguments and address.url() not in shown
        if (answer := ask(client.get, address.url())).status_code == 200 and is_page(answer)
    ]
    assert not missing, "add to PAGES in site/pages.py:\n" + "\n".join(missing)


TOGETHER = {
    "campaigns:detail": "all units of a campaign see its phases and its progress board",
    **dict.fromkeys(
        (
            "campaigns:activities",
            "campaigns:benchmarks",
            "campaigns:calendar",
            "campaigns:contacts",
            "campaigns:content",
            "campaigns:coverage",
            "campaigns:duties",
            "campaigns:gantt",
            "campaigns:goal",
            "campaigns:goals",
            "campaigns:handing",
            "campaigns:meetings",
            "campaigns:organisation",
            "campaigns:plans",
            "campaigns:points",
            "campaigns:projects",
            "campaigns:reports",
            "campaigns:results",
            "campaigns:scope",
            "campaigns:startup",
            "campaigns:versions",
        ),
        "all units of a campaign see what it asks and how it stands; its registers hold the own rows only",
    ),
    **dict.fromkeys(
        (
            "campaigns:activity-new",
            "campaigns:align",
            "campaigns:answer-for",
            "campaigns:confirm",
            "campaigns:contact-new",
            "campaigns:draw-up",
            "campaigns:enter-result",
            "campaigns:inform",
            "campaigns:meeting-new",
            "campaigns:my-plan",
            "campaigns:need",
            "campaigns:point-new",
            "campaigns:project-new",
            "campaigns:reading",
            "campaigns:record-item",
            "campaigns:report-new",
            "campaigns:report-value",
            "campaigns:tick",
        ),
        "every unit of a campaign does this for itself",
    ),
    **dict.fromkeys(
        ("campaigns:activity", "campaigns:activity-enrol", "campaigns:activity-record", "campaigns:point"),
        "an activity is open to all units of its campaign, and a demonstration point is there to be seen",
    ),
    **dict.fromkeys(
        ("campaigns:meeting", "campaigns:meeting-notice", "campaigns:spread-adopt"),
        "the other unit is invited to this meeting, and told of this practice, as well",
    ),
    "display:item": "what the county asks to hang concerns all its units",
    "display:post-type": "all units apply for the posts that the county awards",
    "scoring:scheme-method": "all units know how they are assessed",
    "scoring:sensitivity": "how the order would change under other weights is open to all units in it",
    "scoring:league": "the comparison names all units of the county to all of them",
    "scoring:progress": "how far the computation of a comparison is, of those whose page is open",
    "scoring:assessment-progress": "how far the computation of results is, of those whose page is open",
    "scoring:explain": "how the place of a unit in the comparison came about is open to all units in it",
    "scoring:run-changes": "what a correction changed, of the units that the reader may see",
    "scoring:compare": "two comparisons side by side, of the units that the reader may see",
    "scoring:scheme": "all units know by what they are assessed",
    "scoring:marks": "the list holds the own units only",
    "scoring:assessment": "the list holds the own units only until results are open to all",
    "scoring:assessment-changes": "what a correction changed is open to all units",
    "scoring:assessment-beside": "two periods side by side, of the units whose results the reader may see",
    "complaints:need": "every unit may claim what people need",
    "complaints:claim": "every unit may claim what people need",
    "complaints:give-up": "the page asks only; the verb is of the unit that claimed",
    "complaints:meet": "the page asks only; the verb is of the unit that claimed",
    "complaints:article": "whoever takes matters in looks answers up in the knowledge base of the place",
}
"""Desk addresses of things that belong to the whole county, and why its units may all open them."""
SHARED = {
    "access:change-role": "roles serve the whole installation",
    "access:restore-role": "roles serve the whole installation",
    "files:open": "the county's files prove works that are on show to everybody",
    "files:append": "a piece without its offset is refused before anything is looked up",
}
"""Desk addresses that everybody with the function may open, whoever the thing belongs to, and why."""


def of_things(county: samples.County) -> Iterator[tuple[Address, str]]:
    """Yield every desk address of one thing of the county."""
    for address in addresses():
        if address.is_desk and county.is_of_a_thing(address):
            yield from ((address, url) for url in county.urls(address))


def let_through(client: Client, county: samples.County, *free: str) -> list[str]:
    """Return the addresses of things of the county at which a visitor was not turned away."""
    return sorted(
        {
            f"{address.name} {method.__name__} answers {answer.status_code}"
            for address, url in of_things(county)
            for method, sent in (
                (client.get, None),
                (client.post, {"sent": "1"}),
            )  # a form without fields is filled too
            if (answer := ask(method, url, sent)).status_code not in CLOSED and address.name not in {*SHARED, *free}
        }
    )


def test_who_may_do_all_elsewhere_opens_nothing_of_the_county(county: samples.County) -> None:
    found = let_through(visitor(county.stranger), county)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("functions", ["unit_head", "window_staff"])
def test_people_of_another_unit_open_nothing_of_a_unit(county: samples.County, functions: str) -> None:
    account = county.neighbour(functions)
    found = let_through(visitor(account), county, *TOGETHER)
    assert not found, "\n".join(found)


WRONG = {
    "empty": "",
    "oversized": "字" * 5000,
    "of the wrong kind": "-9999999999999999999999",
    "broken": "a\x00b\x1f\ud7ff'\"><script>",
}
"""What a form may be given, by the name of its fault."""
LEAVING = {"sign-out/", "desk/access/hats/"}
"""Forms after which somebody is not the same any more."""
TYPED = {"text", "textarea", "tel", "email", "search", "url"}


def filled(form: Form, value: str) -> dict[str, str]:
    """Return a form with one value in all fields that a person fills in."""
    return {name: value if kind != "hidden" else form.fields[name] for name, kind in form.kinds.items()}


def route_of(url: str) -> str:
    """Return the route behind an address, so that each form is tried once."""
    return resolve(urlsplit(url).path).route


def test_forms_answer_nonsense_at_the_field_and_lose_nothing_typed(county: samples.County) -> None:
    client, faults, known = visitor(county.master), {}, set()
    for url in {url: None for address in addresses() for url in county.urls(address)}:
        page = reading_of(url, ask(client.get, url))
        for form in page.forms if page else ():
            if (route_of(form.action), *form.kinds) in known or route_of(form.action) in LEAVING:
                continue
            known.add((route_of(form.action), *form.kinds))
            for kind, value in WRONG.items():
                answer = ask(client.post, form.action, filled(form, value))
                if answer.status_code not in OPENS | CLOSED | {400, 429}:
                    faults[f"{form.action} {kind}: answers {answer.status_code}"] = url
                told = reading_of(form.action, answer)
                if told is None or answer.status_code not in {200, 422} or kind != "of the wrong kind":
                    continue
                kept = {name: text for again in told.forms for name, text in again.fields.items()}
                for name, sort in form.kinds.items():
                    if sort in TYPED and value not in kept.get(name, value):
                        faults[f"{form.action} loses what was typed into {name}"] = url
    assert len(known) > 60
    assert not faults, "\n".join(f"{fault}  <- {page}" for fault, page in faults.items())
