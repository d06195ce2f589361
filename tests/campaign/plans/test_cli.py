import argparse
import json
from pathlib import Path

import pytest

from tests.campaign.plans.plan_texts import BUNDLE, CAMPAIGN
from tests.stand_in import stand_in
from zhengyou.campaign.plans import cli


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.add_parser(parser.add_subparsers())
    args = parser.parse_args(["plan", "compile", *words])
    return int(args.run(args))


def test_compile_prints_the_plans_of_all_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(CAMPAIGN, encoding="utf-8")
    two.write_bytes(BUNDLE.encode("gb18030"))
    assert run(str(one), str(two), "--json") == 0
    plans = json.loads(capsys.readouterr().out)["plans"]
    assert len(plans) == 3
    assert plans[0]["document_number"] == "临总工发〔2024〕8号"


def test_compile_writes_one_file_for_each(tmp_path: Path) -> None:
    source, out = tmp_path / "plan.txt", tmp_path / "out"
    source.write_text(CAMPAIGN, encoding="utf-8")
    assert run(str(source), "--out", str(out), "--full") == 0
    plan = json.loads((out / "plan.json").read_text(encoding="utf-8"))["plans"][0]
    start, end = plan["evidence"]["title"]["span"]
    assert CAMPAIGN[start:end] == plan["title"]


def test_refusal_is_told_in_chinese_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_text("机密★\n某县活动方案\n", encoding="utf-8")
    good.write_text(CAMPAIGN, encoding="utf-8")
    assert run(str(bad), str(good), "--json") == 1
    printed = capsys.readouterr()
    assert "涉密文件不得录入" in printed.err
    assert len(json.loads(printed.out)["plans"]) == 1


def test_the_model_is_asked_only_where_the_flag_says_so(tmp_path, capsys, monkeypatch):
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN_FOR_MODEL, encoding="utf-8")
    found = {"kind": "duty", "quote": "于5月1日前上报名单", "name": "上报名单", "ends_on": "2026-05-01"}
    with stand_in([found]) as model:
        monkeypatch.setenv("MODEL_ADDRESS", model.address)
        monkeypatch.setenv("MODEL_NAME", "qwen")
        assert run(str(plan), "--json") == 0
        assert model.heard == [], "never silently"
        assert "proposed" not in json.loads(capsys.readouterr().out)["plans"][0]
        assert run(str(plan), "--json", "--model") == 0
        said = capsys.readouterr()
        assert "127.0.0.1" in said.err
        told = json.loads(said.out)["plans"][0]["proposed"]
        assert (told["by"], told["confirmed"]) == ("qwen", False)
        assert told["draft"]["deadlines"] == [{"due": "2026-05-01", "recurrence": None, "action": "上报名单"}]
        assert run(str(plan), "--model") == 0
        assert "  ? 2026-05-01  上报名单" in capsys.readouterr().out
        model.says = [(401, {})]
        assert run(str(plan), "--model") == 1
        said = capsys.readouterr()
        assert "拒绝了请求" in said.err
        assert "plan.txt: " in said.out, "what the rules read is printed all the same"


def test_the_flag_without_a_model_says_what_to_set(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("MODEL_ADDRESS", raising=False)
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN_FOR_MODEL, encoding="utf-8")
    assert run(str(plan), "--model", "--language", "en") == 1
    assert "Set MODEL_ADDRESS and MODEL_NAME" in capsys.readouterr().err


PLAN_FOR_MODEL = "关于开展活动的实施方案\n一、工作安排\n各单位于5月1日前上报名单。\n县总工会\n2026年3月1日\n"
