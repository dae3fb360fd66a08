"""The page for team leads says what is so (K1, K2)."""

import re
from pathlib import Path

from server.lint import CHECKS, Severity, lint
from server.translate.files import read_policy
from tests.architecture.house import ROOT
from tests.server.lint.linted import MONDAY

PAGE = (ROOT / "docs/policy.md").read_text("utf-8")


def test_the_page_lists_every_check_in_order() -> None:
    rows = re.findall(r"^\| (`[a-z].*?) \|", PAGE.split("## What lint finds")[1], re.MULTILINE)

    assert [name for row in rows for name in re.findall(r"`(.+?)`", row)] == [
        check.name for check in CHECKS
    ]


def test_the_first_policy_is_taken(tmp_path: Path) -> None:
    """With infos on where to go on, and one warning: skills need an ontology (S11)."""
    (_, first, _) = yaml_blocks()
    path = tmp_path / "policy.yaml"
    path.write_text(first, encoding="utf-8")

    findings = lint(read_policy(path), None, MONDAY)

    assert [each.check for each in findings if each.finding.severity > Severity.INFO] == [
        "no-ontology"
    ]


def test_U1_the_tiers_of_the_page_are_taken(tmp_path: Path) -> None:
    """Enterprise is one entry, and no deadline falls into a hold."""
    tiers = yaml_blocks()[2].replace("holiday_calendar_id: austria", "")
    path = tmp_path / "policy.yaml"
    path.write_text(tiers, encoding="utf-8")

    findings = lint(read_policy(path), None, MONDAY)

    assert not {each.check for each in findings} & {"refused", "deadline-in-hold"}


def yaml_blocks() -> list[str]:
    """What the page shows of policies."""
    return re.findall(r"^```yaml\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
