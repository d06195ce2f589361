from django.utils import translation

from zhengyou.records.ledger import words


def test_verbs_are_named_in_the_language_of_the_reader():
    assert words.verb_label("people.sign_in") == "登录"
    with translation.override("en"):
        assert words.verb_label("people.sign_in") == "Signed in"


def test_unknown_verbs_and_kinds_stand_as_they_are():
    assert words.verb_label("nothing.known") == "nothing.known"
    assert words.kind_label("nothing.known") == "nothing.known"
    assert words.kind_label("people.person") == "人员"
