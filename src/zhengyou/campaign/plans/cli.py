"""``zhengyou plan compile FILE… [--json] [--out DIR]``: read activity plans without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from zhengyou.campaign.plans.compiler.compile import compile_bytes
from zhengyou.campaign.plans.compiler.draft import Json, PlanDraft
from zhengyou.campaign.plans.compiler.export import full_json, plain_json
from zhengyou.campaign.plans.compiler.wording import sentence
from zhengyou.kernel.errors import Refused


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``plan`` command to a command line."""
    add_arguments(subparsers.add_parser("plan", help="read activity plans (实施方案)"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give the ``plan`` command its verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verb")
    verb = verbs.add_parser("compile", help="compile plan files into drafts")
    verb.add_argument("files", nargs="+", type=Path, metavar="FILE")
    verb.add_argument("--json", action="store_true", help="print one JSON object with the plans of all files")
    verb.add_argument("--full", action="store_true", help="with spans, confidences and typed findings")
    verb.add_argument("--out", type=Path, metavar="DIR", help="write one NAME.json for each file")
    verb.add_argument("--language", choices=("zh", "en"), default="zh", help="language of findings and refusals")
    verb.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compile the files; returns 1 if any of them was refused or could not be opened."""
    failed = 0
    everything: list[Json] = []
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
    for path in args.files:
        drafts = _compile(path, args.language)
        if drafts is None:
            failed = 1
            continue
        shape = full_json if args.full else plain_json
        result = shape(drafts, args.language)
        if args.out:
            _write(args.out / f"{path.stem}.json", result)
        plans = result["plans"]
        everything.extend(plans if isinstance(plans, list) else [])
        if not args.json and not args.out:
            sys.stdout.write(_summary(path, drafts, args.language))
    if args.json:
        sys.stdout.write(json.dumps({"plans": everything}, ensure_ascii=False, indent=1) + "\n")
    return failed


def _compile(path: Path, language: str) -> tuple[PlanDraft, ...] | None:
    try:
        return compile_bytes(path.read_bytes(), path.name)
    except Refused as refused:
        reason = refused.reason
        text = reason.in_language(language) if hasattr(reason, "in_language") else str(reason)
        sys.stderr.write(f"{path}: {text}\n")
    except OSError as error:
        sys.stderr.write(f"{path}: {error.strerror}\n")
    return None


def _write(path: Path, value: dict[str, Json]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _summary(path: Path, drafts: tuple[PlanDraft, ...], language: str) -> str:
    lines = []
    for draft in drafts:
        lines.append(f"{path.name}: {draft.title.text if draft.title else '-'}")
        lines += [f"  {d.name}: {'、'.join(item.text for item in d.items)}" for d in draft.dimensions]
        lines += [f"  {p.starts or '?'} – {p.ends or '?'}  {p.name}" for p in draft.phases]
        lines += [f"  {d.due or d.recurrence}  {d.action}" for d in draft.deadlines]
        lines += [f"  ! {sentence(finding, language)}" for finding in draft.findings]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run this command on its own: ``python -m zhengyou.campaign.plans.cli plan compile …``."""
    parser = argparse.ArgumentParser(prog="zhengyou")
    add_parser(parser.add_subparsers(dest="command", required=True))
    return run(parser.parse_args())


if __name__ == "__main__":
    raise SystemExit(main())
