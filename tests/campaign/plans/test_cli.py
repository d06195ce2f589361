import argparse
import json
from pathlib import Path

import pytest

from tests.campaign.plans.plan_texts import BUNDLE, CAMPAIGN
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
