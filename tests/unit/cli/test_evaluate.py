"""``mailcare evaluate``, ``rules suggest`` and the warnings of ``check`` on small folders."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mailcare.cli import main
from mailcare.resources import shipped

EXAMPLE = shipped("config.example.toml")
LETTER = """From: u@qq.com
To: vas@telecom.example
Subject: {subject}
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}
"""
GOOD = ("邮箱登录不上", "我的邮箱 guwb@online.sh.cn 登录不上,请处理。\n顾文斌 13501234871")
BAD = ("宽带断线", "宽带 ad73902216 天天断线,请修。\n林志远 13611998877")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def evaluate(folder: Path, *options: str | Path, config: Path = EXAMPLE) -> Result:
    return run("evaluate", folder, "--config", config, "--mailbox", "vas", *options)


def fill(folder: Path, *labels: dict[str, Any]) -> Path:
    """Write letters, good and bad in turn, with these labels."""
    (folder / "mails").mkdir(parents=True)
    lines = []
    for label, (subject, text) in zip(labels, (GOOD, BAD) * len(labels), strict=False):
        raw = LETTER.format(subject=subject, text=text).encode()
        (folder / "mails" / label["file"]).write_bytes(raw)
        lines.append(json.dumps(label) + "\n")
    (folder / "labels.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(
        tmp_path / "letters",
        {"file": "good.eml", "unit": "vas", "expected_reply": "in_scope", "contact": "顾文斌"},
        {"file": "bad.eml", "unit": "broadband", "expected_reply": "in_scope", "phone": None},
    )


def test_wrong_decisions_come_first_with_their_reasons(folder: Path) -> None:
    result = evaluate(folder)
    assert result.exit_code == 1, result.output
    first, second, third = result.output.splitlines()[:3]
    assert first == "Wrong automatic decisions: 1 of 2"
    assert second.strip() == "bad.eml: decided forwarded, right is in_scope"
    assert "table.complete" in third
    assert "13611998877" not in result.output
    assert "13611998877" in evaluate(folder, "--details").output


def test_the_same_for_scripts(folder: Path) -> None:
    told = json.loads(evaluate(folder, "--json").stdout)
    (wrong,) = told["wrong"]
    assert (wrong["file"], wrong["decided"], wrong["expected"]) == (
        "bad.eml", "forwarded", ["in_scope"],
    )  # fmt: skip
    assert wrong["reasons"]
    assert told["counts"]["right where it decides"] == {"letters": 1, "of": 2}
    assert told["fields"]["unit"]["accuracy"] == 1.0
    assert told["differences"] == [
        {"file": "bad.eml", "field": "phone", "found": "13611998877", "expected": None}
    ]
    assert told["changed"] is None


def test_ambiguous_letters_do_not_fail_a_set_of_rules(tmp_path: Path) -> None:
    label = {"file": "a.eml", "expected_reply": "need_info", "ambiguous": True}
    result = evaluate(fill(tmp_path / "letters", label))
    assert "(ambiguous)" in result.output
    assert result.exit_code == 0


def test_against_an_old_config_only_what_it_broke_fails(folder: Path, tmp_path: Path) -> None:
    # the new config thinks that mail about broadband is vas's, and strongly so
    text = EXAMPLE.read_text(encoding="utf-8")
    claim = '[[units.vas.phrases]]\ntexts = ["宽带", "断线"]\nweight = 10.0\n'
    changed = tmp_path / "new.toml"
    changed.write_text(text.replace("[units.idc]\n", f"{claim}\n[units.idc]\n", 1), "utf-8")
    forth = evaluate(folder, "--against", EXAMPLE, "--json", config=changed)
    (one,) = json.loads(forth.stdout)["changed"]
    assert (one["file"], one["broken"]) == ("bad.eml", ["unit"])
    assert (one["verdict_before"], one["verdict_after"]) == ("wrong", "right")
    assert forth.exit_code == 0
    shown = evaluate(folder, "--against", changed)
    assert "fixed unit: vas → broadband, right is broadband" in shown.output
    assert shown.exit_code == 1  # decided rightly by the old one


def test_letters_may_lie_beside_their_labels(folder: Path) -> None:
    for file in (folder / "mails").iterdir():
        file.rename(folder / file.name)
    assert "1 of 2" in evaluate(folder).output


def test_a_folder_that_is_none_is_refused(tmp_path: Path, folder: Path) -> None:
    assert evaluate(tmp_path).exit_code == 2
    (folder / "mails" / "bad.eml").unlink()
    result = evaluate(folder)
    assert (result.exit_code, "bad.eml" in result.output) == (2, True)


def test_suggested_phrases_can_be_pasted(tmp_path: Path) -> None:
    labels = [{"file": f"{at}.eml", "unit": "idc", "scope": "other_unit"} for at in range(6)]
    folder = fill(tmp_path / "letters", *labels)
    result = run("rules", "suggest", folder, "-c", EXAMPLE, "--mailbox", "vas", "--unit", "idc")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("[[units.idc.phrases]]")
    pasted = tmp_path / "pasted.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    pasted.write_text(text.replace("[units.kfzx]", result.output + "\n[units.kfzx]", 1))
    assert run("check", "-c", pasted).exit_code == 0
    assert "顾文斌" not in result.output


def test_odd_phrases_are_warnings(tmp_path: Path) -> None:
    odd = tmp_path / "odd.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    extra = '[[units.idc.phrases]]\ntexts = ["光猫"]\nnegated_by = ["猫"]\n[units.kfzx]'
    odd.write_text(text.replace("[units.kfzx]", extra, 1), encoding="utf-8")
    shown = run("check", "-c", odd)
    assert shown.exit_code == 0
    assert "Warning: broadband: phrase '光猫' never counts: idc has it too" in shown.output
    warnings = json.loads(run("check", "-c", odd, "--json").stdout)["warnings"]
    assert {"self_negated", "same"} <= {one["kind"] for one in warnings}
