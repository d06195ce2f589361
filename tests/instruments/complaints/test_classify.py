"""What the classifier learns, proposes and says; how alike two texts are. No database."""

import csv
import io
import os
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyou.instruments.complaints import classify
from zhengyou.instruments.complaints.classify import classifier, resemblance, training
from zhengyou.instruments.complaints.classify.training import Labelled

SEEDS = Path(classify.__file__).with_name("data") / "seeds-1.csv"
SHARED = Path(os.environ.get("ZHENGYOU_SHARED", Path(__file__).resolve().parents[4] / "shared"))
LETTERS = SHARED / "data" / "complaints_labelled.csv"
CATEGORIES = Path(classify.__file__).parents[1] / "data" / "categories-1.csv"


@pytest.fixture(scope="module")
def seeds() -> list[tuple[str, str]]:
    with SEEDS.open(encoding="utf-8", newline="") as lines:
        return [(row["code"], row["text"]) for row in csv.DictReader(lines)]


@pytest.fixture(scope="module")
def learned(seeds):
    return training.train([Labelled(text, code[:2]) for code, text in seeds])


def test_every_seed_belongs_to_a_class_of_the_tree(seeds):
    with CATEGORIES.open(encoding="utf-8", newline="") as lines:
        known = {row["code"] for row in csv.DictReader(lines)}
    assert {code for code, _text in seeds} <= known
    assert len({text for _code, text in seeds}) == len(seeds)


def test_proposal_names_the_class_and_the_words_that_speak_for_it(learned):
    first, *others = learned.propose("建筑公司拖欠农民工工资，老板不发工资，我们要求劳动仲裁")
    assert first.label == "15"
    assert any("工资" in word or "拖欠" in word for word in first.words)
    assert first.share > others[0].share
    assert 0 < sum(one.share for one in (first, *others)) <= 1


def test_reason_words_stand_in_the_text(learned, seeds):
    for _code, text in seeds[::10]:
        for proposal in learned.propose(text):
            for word in proposal.words:
                assert word in classifier.folded(text)


def test_unknown_signs_give_no_proposal(learned):
    assert learned.propose("") == []
    assert learned.propose("￥￥￥") == []


def test_stored_classifier_proposes_alike(learned):
    again = classifier.load(learned.dump())
    text = "小区楼下夜里施工噪声扰民"
    assert [one.label for one in again.propose(text)] == [one.label for one in learned.propose(text)]
    assert again.propose(text)[0].share == pytest.approx(learned.propose(text)[0].share, abs=1e-4)


def test_pickles_and_damaged_files_are_never_opened(learned):
    with pytest.raises(ValueError, match="not a stored classifier"):
        classifier.load(pickle.dumps({"labels": []}))
    out = io.BytesIO()
    np.savez(out, labels=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ValueError, match="not a stored classifier"):
        classifier.load(out.getvalue())
    with pytest.raises(ValueError, match="not a stored classifier"):
        classifier.load(learned.dump()[:-200])


def test_two_classes_are_learned_as_well_as_many():
    rows = [Labelled(f"公交车不来 {n}", "bus") for n in range(6)] + [Labelled(f"学校收费 {n}", "fee") for n in range(6)]
    learned = training.train(rows)
    assert learned.propose("公交车晚点")[0].label == "bus"
    assert learned.propose("学校乱收费")[0].label == "fee"


def test_too_little_is_refused_and_rare_classes_stay_out():
    with pytest.raises(ValueError, match="Two classes"):
        training.train([Labelled("公交", "bus")] * 9)
    rows = [Labelled(f"公交{n}", "bus") for n in range(5)] + [Labelled("井盖", "road")]
    assert {row.label for row in training.usable(rows)} == {"bus"}


def test_report_counts_what_was_held_back(seeds):
    report = training.examine([Labelled(text, code[:2]) for code, text in seeds])
    assert report.number == sum(one.number for one in report.classes)
    assert 0.4 < report.accuracy <= report.within_three <= 1
    right = sum(one.recall * one.number for one in report.classes)
    assert right / report.number == pytest.approx(report.accuracy)


TEXT = "小区旁边的烧烤店每天晚上油烟直排，音响开到凌晨两点，老人孩子都睡不着，多次向社区反映没有结果，请有关部门处理"


def test_alike_texts_share_a_key_and_different_ones_do_not():
    nearly = TEXT.replace("凌晨两点", "半夜一点").replace("请有关部门处理", "希望尽快解决")
    other = "请问灵活就业人员的养老保险怎样补缴，需要带哪些材料，到哪个窗口办理，能不能在网上申请，多久可以办好"
    assert resemblance.resemblance(resemblance.pairs(TEXT), resemblance.pairs(nearly)) > 0.5
    assert set(resemblance.keys(TEXT)) & set(resemblance.keys(nearly))
    assert not set(resemblance.keys(TEXT)) & set(resemblance.keys(other))


def test_keys_stay_what_they_were():
    """Keys are stored; another release must find what an earlier one wrote."""
    assert resemblance.keys("投诉噪声扰民")[:3] == KEYS


KEYS = [1906238417, -674536930, 1713372475]


@given(st.text(max_size=60), st.text(max_size=60))
def test_resemblance_is_symmetrical_and_complete_for_itself(one, other):
    first, second = resemblance.pairs(one), resemblance.pairs(other)
    assert resemblance.resemblance(first, second) == resemblance.resemblance(second, first)
    assert 0 <= resemblance.resemblance(first, second) <= 1
    if first:
        assert resemblance.resemblance(first, first) == 1
        assert len(resemblance.keys(one)) == resemblance.BANDS


@pytest.mark.skipif(not LETTERS.exists(), reason=f"{LETTERS} is not here: set ZHENGYOU_SHARED")
def test_495_labelled_letters_are_named_as_well_as_the_decision_says(capsys):
    """The figures of ADR 9; chance alone would name a fifth of them."""
    with LETTERS.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            Labelled(f"{row['subject']}\n{row['subject']}\n{row['text']}", row["level1"])
            for row in csv.DictReader(lines)
        ]
    report = training.examine(rows)
    with capsys.disabled():
        sys.stdout.write(f"\n{report.number} letters: {report.accuracy:.3f}, within three {report.within_three:.3f}\n")
    assert (report.number, report.folds) == (495, 5)
    assert report.accuracy == pytest.approx(0.816, abs=0.02)
    assert report.within_three == pytest.approx(0.974, abs=0.02)
