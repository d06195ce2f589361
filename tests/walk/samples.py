"""What stands in an address for each kind of thing: rows of the demonstration, words, codes.

A room whose address carries the id of one of its own rows need not come here: the row is found by trying the models of
the room, and made where the demonstration has none. Every other kind of argument has its line in SAMPLES, under the
route as far as the argument.
"""

import datetime as dt
import re
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import NoReverseMatch

from tests.factories.access import signed_in
from tests.factories.bodies import BodyFactory
from tests.walk.addresses import Address
from zhengyou.campaign.plans import library
from zhengyou.campaign.plans.enums import Kind as ElementKind
from zhengyou.instruments.complaints.enums import Direction
from zhengyou.kernel import clock, ids
from zhengyou.registry.access import functions, policy
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.web.changing import CHANGE_FORMS
from zhengyou.registry.bodies.web.importing import SORTS
from zhengyou.registry.people.models import Account
from zhengyou.site.demo import county, staff
from zhengyou.site.demo.identities import fixed_id

Sample = str | tuple[str, ...]
"""A model by its label, perhaps with the field that stands in the address (`services.Window.code`), or all words."""

NOBODY = ("00000000-0000-7000-8000-000000000000",)
"""The id of a thing that the demonstration does not hold."""

SAMPLES: dict[str, Sample] = {
    "desk/styleguide/<slug:page>": ("list", "nowhere"),
    "desk/jobs/<int:job>": ("1",),
    "desk/notices/<uuid:pk>": "notices.Notice",
    "desk/bodies/tree/<uuid:public_id>": "bodies.Body",
    "desk/bodies/relations/<uuid:public_id>": "bodies.Relation",
    "desk/bodies/import/<slug:kind>": (*SORTS, "nothing"),
    "desk/bodies/<uuid:public_id>/change/<slug:kind>": (*CHANGE_FORMS, "nothing"),
    "desk/access/people/<uuid:person_id>": "people.Person",
    "desk/access/roles/<slug:code>": ("leader", "nobody"),
    "desk/deadlines/calendar/<int:number>": ("2026", "1066"),
    "desk/deadlines/packs/<uuid:pk>/rule/<uuid:rule>": "deadlines.Rule",
    "desk/approvals/procedures/<uuid:pk>/step/<uuid:step>": "approvals.Step",
    "desk/papers/outgoing/<uuid:pk>/paper.<str:extension>": ("pdf", "docx", "exe"),
    "services:case-act.pk": "services.Case",
    "services:case-act.verb": ("handle", "close", "withdraw"),
    "services:undertaking-judge.pk": "services.Undertaking",
    "services:undertaking-judge.verdict": ("kept",),
    "follow/<str:number>": "services.Mandate.number",
    "services:booking-act.pk": "services.Booking",
    "services:booking-act.verb": ("miss",),
    "services:queue-act.pk": "services.Booking",
    "services:queue-act.verb": ("again", "here", "passed"),
    "services:number-act.pk": "services.WalkIn",
    "services:number-act.verb": ("again", "here", "passed"),
    "desk/services/queue/<uuid:public_id>": "services.Window",
    "desk/services/numbers/<uuid:pk>": "services.WalkIn",
    "queue/<uuid:public_id>": "bodies.Body",
    "services:item-paper.public_id": "services.ServiceItem",
    "services:item-paper.medium": ("board", "card"),
    "screen/<uuid:public_id>": "bodies.Body",
    "booking/at/<str:code>": "services.Window.code",
    "booking/v/<str:code>": "services.Booking.code",
    "desk/plans/<uuid:pk>/add/<slug:kind>": (*ElementKind.values, "nothing"),
    "desk/plans/library/<slug:code>": (*(one.code for one in library.TEMPLATES), "nothing"),
    "desk/campaigns/launch/<uuid:plan>": "plans.Plan",
    "desk/campaigns/difference/<uuid:plan>": "plans.Plan",
    "desk/approvals/extend/<uuid:pk>": "deadlines.Clock",
    "desk/scoring/<uuid:pk>/<uuid:unit>": "bodies.Body",
    "desk/scoring/<uuid:pk>/object/<uuid:unit>": "bodies.Body",
    "desk/display/commitments/<uuid:pk>/<slug:verb>": ("publish", "nothing"),
    "desk/display/cards/<uuid:pk>/<slug:verb>": ("publish", "nothing"),
    "desk/ratings/slip/<uuid:pk>": "services.Case",
    "desk/complaints/<uuid:pk>": "complaints.Complaint",
    "desk/complaints/<uuid:pk>/as/<str:code>": "complaints.Category.code",
    "desk/complaints/talk/<uuid:pk>": "orders.Order",
    "desk/complaints/upper/<uuid:pk>": "complaints.Platform",
    "desk/complaints/upper/<uuid:pk>/columns/<slug:direction>": (*Direction.values, "nothing"),
    "desk/orders/checks/<uuid:pk>": "orders.CallBack",
    "desk/orders/writs/<uuid:pk>/file.<slug:extension>": ("pdf", "docx", "exe"),
    "desk/scoring/appeals/<str:kind>": ("star", "finding", "nothing"),
    "desk/scoring/appeals/<str:kind>/<str:pk>": "scoring.Finding",
    "desk/scoring/appeals/<uuid:pk>": ("00000000-0000-7000-8000-000000000000",),
    "desk/scoring/schemes/<uuid:pk>/marks/<uuid:unit>": "bodies.Body",
    "desk/scoring/assessments/<uuid:pk>/units/<uuid:unit>": "bodies.Body",
    "desk/campaigns/rules/<uuid:pk>": "campaigns.ScopeRule",
    "desk/campaigns/contacts/<uuid:pk>": "campaigns.Contact",
    "desk/campaigns/promises/<uuid:pk>": "campaigns.ContactNote",
    "desk/campaigns/scans/<uuid:pk>": "campaigns.Scan",
    "desk/campaigns/<uuid:pk>/start/<uuid:body>": "bodies.Body",
    "desk/campaigns/<uuid:pk>/start/<uuid:body>/<slug:code>": ("publicised", "nothing"),
    "desk/display/mine/<uuid:pk>": "display.Card",
    "desk/display/remarks/<uuid:pk>": "display.Remark",
    "practical/<uuid:pk>": "display.PracticalMatter",
    "desk/ratings/bad/<uuid:pk>": "ratings.Handling.rating_id",
    "desk/ratings/incoming/<uuid:pk>": "ratings.UpperPlatform",
    "desk/ratings/review/additions/<uuid:pk>": "ratings.Addition",
    "desk/ratings/retaliation/<uuid:pk>": "ratings.Retaliation",
    "desk/ratings/loop/<uuid:pk>": "ratings.Handling.rating_id",
    "desk/display/cards/sheet/<slug:form>": ("badges", "plates", "nothing"),
    "desk/display/cards/<uuid:pk>/print/<slug:form>": ("badges", "nothing"),
    "desk/display/posts/<uuid:pk>/<slug:verb>": ("decline", "remove", "nothing"),
    "desk/display/things/<slug:kind>": ("brand",),
    "desk/display/things/<slug:kind>/<uuid:pk>": "display.Brand",
    "desk/display/things/<slug:kind>/<uuid:pk>/<slug:verb>": ("nothing",),
    "desk/display/printing/<uuid:public_id>": "bodies.Body",
    "desk/display/printing/<uuid:public_id>/<slug:form>": ("board", "handbook", "nothing"),
    "desk/ratings/calls/<str:number>": "orders.Order.number",
    "desk/ratings/appeals/new/<str:number>": "orders.Order.number",
    "desk/ratings/appeals/<str:number>": "ratings.Appeal.number",
    "desk/ratings/loop/callers/<uuid:public_id>": "bodies.Body",
    "ratings/<uuid:public_id>": "bodies.Body",
    "wall/<uuid:public_id>": "bodies.Body",
    "wall/<uuid:public_id>/<slug:part>": ("promises", "people", "works", "nothing"),
    "open311/v2/services/<str:code>": "complaints.Category.code",
    "open311/v2/requests/<str:number>": ("NOSUCHNUMBER",),
    "files/<uuid:key>": "files.Attachment",
    "said/<uuid:public_id>": "bodies.Body",
    "units/<uuid:public_id>": "bodies.Body",
    "campaigns/<uuid:pk>": "campaigns.Campaign",
    "windows/<str:code>": "services.Window.code",
    "r/w/<str:code>": "services.Window.code",
    "r/<str:code>": "ratings.Invitation.code",
    "r/p/<str:code>": "ratings.Seat.code",
    "r/s/<str:code>": "ratings.Invitation.code",
    "m/<str:number>": ("NOSUCHNUMBER",),
    "m/<str:number>/<str:code>": ("NOSUCHCODE",),
    "t/<str:receipt>": ("NOSUCHCODE",),
}


class Unknown(AssertionError):
    """Nobody can say what stands in an address."""


def model_of(sample: str) -> type[models.Model]:
    """Return the model of a sample."""
    return apps.get_model(*sample.split(".")[:2])


def key_of(model: type[models.Model]) -> str:
    """Return the field whose value stands in addresses: never a sequence number."""
    names = {one.name for one in model._meta.concrete_fields}
    return "public_id" if "public_id" in names else "pk"


CHANCE = re.compile("code|digest|number|receipt|salt|sealed")
"""Fields whose value is drawn anew whenever the demonstration is loaded."""
PLAIN = {"BooleanField", "CharField", "DateField", "PositiveSmallIntegerField", "TextField"}


def steady(model: type[models.Model]) -> list[str]:
    """Return the order in which each run finds the same row first.

    Ids tell the order of making, but for what the public submits: there they are drawn by chance, and words decide.
    """
    key: Any = model._meta.pk
    while key.is_relation:
        key = key.target_field
    if key.default is not ids.random_id:
        return ["pk"]
    said = [one for one in model._meta.concrete_fields if one.get_internal_type() in PLAIN]
    return [*(one.name for one in said if not CHANCE.search(one.name)), "pk"]


class County:
    """The demonstration county as the walkers find it: one row for every kind of thing."""

    def __init__(self) -> None:
        self.root = Body.objects.get(public_id=fixed_id(f"body {county.ROOT}"))
        self.unit = Body.objects.get(public_id=fixed_id(f"body {staff.SHOWN}"))
        self.master, _actor = signed_in(*sorted(functions.known()), body=self.root)
        self.stranger, _actor = signed_in(*sorted(functions.known()), body=BodyFactory(name="外县总工会"))
        self.shown = {model for model in apps.get_models() if model._base_manager.exists()}
        self.unknown: dict[str, str] = {}
        self._rows: dict[type[models.Model], models.Model] = {}
        self._found: dict[str, Sample] = {}

    def neighbour(self, role: str) -> Account:
        """Return somebody who may do in another unit of the county what a default role may do."""
        other = Body.objects.get(public_id=fixed_id("body market"))
        return signed_in(*policy.functions_of(role, functions.known()), body=other)[0]

    def values(self, address: Address, argument: str) -> list[Any]:
        """Return what may stand for an argument of an address: one id, or every word.

        Raises:
            Unknown: no line in SAMPLES says it, and no model of the room fits.
        """
        sample = self.sample(address, argument)
        if isinstance(sample, tuple):
            return list(sample)
        row = self.row(model_of(sample))
        return [getattr(row, sample.split(".")[2] if sample.count(".") == 2 else key_of(type(row)))]

    def sample(self, address: Address, argument: str) -> Sample:
        """Return the sample of an argument, from SAMPLES or found by trying."""
        kind = address.kind_of(argument)
        if kind in SAMPLES:
            return SAMPLES[kind]
        trying = kind not in self._found and kind.endswith(f"<uuid:{argument}>")
        if trying and (found := self._by_trying(address, argument)):
            self._found[kind] = found
        if kind not in self._found:
            raise Unknown(f"nobody knows what stands in {kind!r} ({address.name}): add a line to SAMPLES in {__file__}")
        return self._found[kind]

    def is_of_a_thing(self, address: Address) -> bool:
        """Whether an address carries the id of a row."""
        return bool(self.urls(address)) and any(
            isinstance(self.sample(address, argument), str) for argument in address.arguments
        )

    def urls(self, address: Address) -> list[str]:
        """Return the address with every set of arguments; nothing where one is unknown, which is then noted."""
        chosen: list[dict[str, Any]] = [{}]
        try:
            for argument in address.arguments:
                values = self.values(address, argument)
                chosen = [before | {argument: value} for before in chosen for value in values]
        except Unknown as unknown:
            self.unknown[address.name] = str(unknown)
            return []
        return [address.url(**arguments) for arguments in chosen]

    def row(self, model: type[models.Model]) -> models.Model:
        """Return a row of a model: of the shown unit, else of the county, else made on the spot."""
        if model not in self._rows:
            path = getattr(model, "body_path", None)
            rows = model._base_manager.order_by(*steady(model))
            here = None
            if path:
                lookup = "path__startswith" if path == "self" else f"{path}__path__startswith"
                here = (
                    rows.filter(**{lookup: self.unit.path}).first() or rows.filter(**{lookup: self.root.path}).first()
                )
            elif model is not Account and "person" not in model.__name__.lower():
                here = rows.first()
            else:
                here = rows.filter(appointments__post__body=self.unit).first() if path is None else None
            self._rows[model] = here or self.made(model)
        return self._rows[model]

    def made(self, model: type[models.Model]) -> models.Model:
        """Make a row of a kind that the demonstration does not have, with whatever its fields allow."""
        values = {
            one.name: self._value(one)
            for one in model._meta.concrete_fields
            if not (one.has_default() or one.primary_key or (one.null and one.name not in {"body", "ends_on"}))
            and not (one.blank and not one.is_relation)
        }
        try:
            with transaction.atomic():
                return model._base_manager.create(**values)
        except (IntegrityError, ValueError) as error:
            raise Unknown(
                f"the demonstration has no {model._meta.label}, and none could be made ({error}): "
                f"let site/demo show one, or give the fields in MADE of {__file__}"
            ) from error

    def _value(self, one: models.Field[Any, Any]) -> Any:
        known = MADE.get(f"{one.model._meta.label}.{one.name}")
        if known is not None:
            return known
        if one.is_relation:
            target = one.related_model
            if target is Body:
                return self.unit if one.name == "body" else self.root
            if target is Account:
                return self.master
            return self.row(target)  # type: ignore[arg-type]
        if one.choices:
            return next(value for value, _label in one.flatchoices if value not in {None, ""})
        today = clock.today()
        samples: dict[str, Any] = {
            "DateField": today, "DateTimeField": clock.now(), "BooleanField": False, "JSONField": {},
            "DateRangeField": DateRange(today, None), "UUIDField": fixed_id("sample"), "ArrayField": [],
        }  # fmt: skip
        kind = one.get_internal_type()
        if kind in samples:
            return samples[kind]
        return 1 if "Integer" in kind or "Decimal" in kind else "样本"

    def _by_trying(self, address: Address, argument: str) -> str | None:
        """Return the model of the room whose row the address takes in the hands of somebody who may do all."""
        client = Client(raise_request_exception=False)
        client.force_login(self.master)
        place = address.arguments.index(argument)
        filled = {one: self.values(address, one)[0] for one in address.arguments[:place]}
        filled |= {one: fixed_id("no such thing") for one in address.arguments[place + 1 :]}
        for model in self._candidates(address, argument):
            try:
                row = self.row(model)
            except Unknown:
                continue
            try:
                url = address.url(**filled, **{argument: getattr(row, key_of(model))})
            except NoReverseMatch:
                continue  # a model whose rows have another kind of id
            for send in (client.get, client.post):
                with transaction.atomic():
                    status = send(url).status_code
                    transaction.set_rollback(True)
                if status not in {400, 403, 404, 405}:
                    return model._meta.label
        return next(
            (one._meta.label for one in self._candidates(address, argument) if one.__name__.lower() == argument), None
        )

    def _candidates(self, address: Address, argument: str) -> list[type[models.Model]]:
        """Return the models of the room that have unguessable ids, the ones that sound alike first."""
        before = address.route[: address.route.find(f":{argument}>")]
        sound = {word.rstrip("s") for word in re.findall(r"[a-z]+", before)[-3:]} | {argument.removesuffix("_id")}
        fitting = [
            model
            for model in apps.get_app_config(address.room).get_models()
            if any(one.get_internal_type() == "UUIDField" for one in model._meta.concrete_fields)
        ]
        return sorted(fitting, key=lambda model: -sum(word in model.__name__.lower() for word in sound))


MADE: dict[str, Any] = {
    "bodies.PlannedChange.change": {"name": "样本"},
    "bodies.Leave.ends_on": dt.date(2099, 1, 1),
    "bodies.Supervisor.ends_on": dt.date(2099, 1, 1),
    "campaigns.PlanRevision.version": 99,
}
"""Fields of rows that are made for the walk, where the general rule gives nothing that the table takes."""
