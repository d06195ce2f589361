"""Every function has a holder, every model says whose it is, every personal field why it is kept."""

import re

import pytest
from django.apps import apps

from zhengyou.records.seal import personal
from zhengyou.registry.access import functions, policy
from zhengyou.registry.bodies.models import Body

OURS = [model for model in apps.get_models() if model.__module__.startswith("zhengyou.")]
LOOKS_PERSONAL = re.compile(
    r"(^|_)((?<!short_)(?<!file_)(?<!step_)name|phone|mobile|telephone|tel|email|wechat|identity|id_number|id_card|address|birthday|born_on|"
    r"birth_date|gender|contact|bank_account|username|ip|device)$"
)
ABOUT_PEOPLE = re.compile(
    r"Person|Member|Rater|Applicant|Candidate|Nominee|Visitor|Guest|Witness|Complain|Worker|Citizen|Child|Household|"
    r"Contact|Recipient|Payee|Trainee|Student|Voter|Delegate|Mediator|Reviewer"
)
"""Models whose plain ``name`` is a person's; elsewhere it is that of a thing, a place or an organisation."""


def test_every_function_is_held_by_a_default_role():
    held_by_nobody = [name for name in functions.known() if not any(role.holds(name) for role in policy.ROLES.values())]
    assert not held_by_nobody, "name them in registry/access/policy.py"


@pytest.mark.parametrize("code", sorted(policy.EXCLUSIVE))
def test_administrators_hold_no_business(code):
    business = re.compile(
        r"^(services|orders|campaigns|plans|scoring|ratings|papers|approvals|display|reports|complaints)\."
    )
    assert not [name for name in policy.functions_of(code, functions.known()) if business.match(name)]


def test_no_default_role_joins_two_offices_or_an_office_and_business():
    for code in policy.ROLES:
        held = policy.functions_of(code, functions.known())
        offices = policy.offices_of(held)
        assert offices == ({code} if code in policy.EXCLUSIVE else frozenset()), code


def test_auditor_changes_nothing():
    assert all(name.endswith(".read") for name in policy.functions_of("auditor", functions.known()))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_leads_to_a_body_or_says_why_not(model):
    if unscoped := getattr(model, "unscoped", ""):
        assert isinstance(unscoped, str)
        assert not hasattr(model, "body_path"), "either the one or the other"
        return
    at = model
    for step in [] if model.body_path == "self" else model.body_path.split("__"):
        at = at._meta.get_field(step).related_model
    assert at is Body


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_personal_field_declares_purpose_term_and_erasure(model):
    declared, excused = personal.declared(model), personal.excused(model)
    names = {field.name for field in model._meta.concrete_fields}
    assert set(declared) | set(excused) <= names, "declared or excused, but not there"
    looks = {
        field.name
        for field in model._meta.concrete_fields
        if LOOKS_PERSONAL.search(field.name) and not field.is_relation and not field.choices
    }
    if not ABOUT_PEOPLE.search(model.__name__):
        looks -= {"name"}
    assert looks <= set(declared) | set(excused), "declare in `personal`, or excuse in `impersonal` with the reason"
    for field in declared.values():
        at = model
        for step in field.since.split("__")[:-1] if field.since else []:
            at = at._meta.get_field(step).related_model
        assert not field.since or at._meta.get_field(field.since.split("__")[-1])
