"""The page of a batch in a real browser: quiet, readable, accessible, and searched by keyboard."""

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from allotment.v1.assignment_service_pb2 import (
    ASSIGN_MODE_PRECHECK_ONLY,
    EXPLANATION_DEPTH_FULL,
    AssignRequest,
)
from server.page.batch import batch_page, write_page
from server.translate import snapshot_from_proto
from tests.answering import answer
from tests.answers.asking import agent, case, queue, request
from tests.browser.chromium import DESK, PHONE, View, launched, opened
from tests.examples.shipped import example
from tests.referee.instances.requests import SMALL, random_request

HOSTILE = "<img src=x onerror=alert(1)>'\"&lt;/script>"
LOOKS = {
    "flood": [DESK, View(1280, "dark"), PHONE, View(360, "dark")],
    "deadlines": [View(1280, "dark"), PHONE],
    "everything": [DESK, View(360, "dark")],
    "hostile": [PHONE],
    "looked at": [View(1280, "dark")],
}


def _hostile() -> AssignRequest:
    """Ids that look like markup; the second case waits."""
    staff = [agent(HOSTILE, limits={"perCycle": 1})]
    cases = [case(f"{HOSTILE}{number}", "q", subject=f"about {HOSTILE}") for number in (1, 2)]
    asked = request(cases, staff, [queue("q")])
    asked.policy.queues[0].buckets.add(agent_ids=[HOSTILE])
    return asked


def _flood() -> AssignRequest:
    """246 cases with what greed would have cost."""
    asked = example("routine_bombardment")
    asked.options.baseline = asked.options.certificate = True
    return asked


def _looked_at() -> AssignRequest:
    """Without a solve: most cases are open."""
    asked = example("tiered_sla")
    asked.mode = ASSIGN_MODE_PRECHECK_ONLY
    return asked


def _everything() -> AssignRequest:
    """A small request with features of all kinds, explained in full."""
    asked = random_request(11, SMALL)
    asked.options.explanation_depth = EXPLANATION_DEPTH_FULL
    asked.options.baseline = True
    return asked


ASKED = {
    "flood": _flood,
    "deadlines": lambda: example("tiered_sla"),
    "everything": _everything,
    "hostile": _hostile,
    "looked at": _looked_at,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as one:
        yield one


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name."""
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for name, make in ASKED.items():
        asked = make()
        snapshot = snapshot_from_proto(asked, asked.snapshot_time.ToDatetime(UTC)).snapshot
        found[name] = folder / f"{name}.html"
        write_page(found[name], batch_page(answer(asked), snapshot))
    return found


@pytest.mark.parametrize(
    ("name", "view"),
    [
        pytest.param(name, view, id=f"{name}-{view.width}-{view.scheme}")
        for name, views in LOOKS.items()
        for view in views
    ],
)
def test_a_page_is_quiet_fits_and_is_accessible(
    browser: Browser, files: dict[str, Path], name: str, view: View
) -> None:
    """As it opens, and with a case that is served and one that is not."""
    with opened(browser, files[name], view) as seen:
        assert seen.overflow() <= 0
        ids = seen.page.evaluate("columns.ids")
        agents = seen.page.evaluate("columns.ids.map((_, row) => named(columns.agents, row))")
        for wanted in (True, False):
            one = next(
                (i for i, agent in zip(ids, agents, strict=True) if bool(agent) == wanted), ""
            )
            if one:
                seen.go(f"#case={quote(one, safe='')}")
                assert seen.overflow() <= 0
                assert seen.violations() == []
        assert seen.noises == []
        assert [one.split("#")[0] for one in seen.requests] == [files[name].as_uri()]


def test_the_search_works_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["flood"]) as seen:
        keys = seen.page.keyboard
        keys.press("/")
        assert seen.focused() == "query"
        keys.type("OUTAGE-3")
        expect(seen.page.locator("#hits")).to_have_text("1 of 246 cases.")
        keys.press("Enter")
        expect(seen.page.locator("#case h3")).to_have_text("outage-3")
        expect(seen.page.locator("#case h3")).to_be_focused()
        expect(seen.page.locator("#list a[aria-current]")).to_contain_text("outage-3")
        assert seen.page.url.endswith("#case=outage-3")


def test_the_list_is_filtered_and_ordered(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["flood"]) as seen:
        page, first = seen.page, seen.page.locator("#list li").first
        page.get_by_label("Outcome", exact=True).select_option("UNASSIGNED")
        expect(page.locator("#hits")).to_contain_text("of 246 cases.")
        expect(first).to_contain_text("Waiting")
        page.get_by_label("Outcome", exact=True).select_option("")
        page.get_by_label("Order", exact=True).select_option("urgencies")
        expect(first).to_contain_text("outage-1")
        assert "at risk" not in page.locator("#list").inner_text()
        before = page.locator("#list li").count()
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("#list li").nth(before).locator("a")).to_be_focused()
        page.get_by_label("Order", exact=True).select_option("fits")
        shown = page.locator("#list .fit").all_text_contents()
        fits = [float(one.removesuffix(" %")) for one in shown]
        assert fits == sorted(fits)
        page.get_by_role("searchbox").fill("nothing like it")
        expect(page.locator("#hits")).to_have_text("0 of 246 cases.")


def test_a_sent_link_opens_its_case(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["flood"], address="#case=outage-2") as seen:
        expect(seen.page.locator("#case h3")).to_have_text("outage-2")
    with opened(browser, files["flood"], address="#case=%zz") as seen:
        expect(seen.page.locator("#case")).to_contain_text("There is no such case")
        assert seen.noises == []


def test_an_agent_leads_to_all_cases_of_his(browser: Browser, files: dict[str, Path]) -> None:
    """By his whole name, whatever it holds, and by nothing like it."""
    with opened(browser, files["flood"]) as seen:
        link = seen.page.locator("#load tbody a").first
        name, new = link.text_content(), seen.page.locator("#load tbody tr").first
        count = int(new.locator("td").nth(2).text_content() or "")
        link.click()
        assert seen.focused() == "query"
        expect(seen.page.locator("#list li")).to_have_count(count)
        for where in seen.page.locator("#list .where").all_text_contents():
            assert where.startswith(f"{name} ")
        seen.page.get_by_role("searchbox").fill('"pi"')
        expect(seen.page.locator("#hits")).to_have_text("0 of 246 cases.")
    with opened(browser, files["hostile"]) as seen:
        seen.page.locator("#load tbody a").first.click()
        expect(seen.page.locator("#list li")).to_have_count(1)


def test_on_a_phone_a_case_takes_the_place_of_the_list(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["flood"], PHONE) as seen:
        page = seen.page
        expect(page.locator("#case")).to_be_hidden()
        page.locator("#list a").first.click()
        expect(page.locator("#case h3")).to_be_in_viewport()
        expect(page.locator("#list")).to_be_hidden()
        page.get_by_role("link", name="All cases").click()
        expect(page.locator("#list")).to_be_visible()
        expect(page.locator("#case")).to_be_hidden()


@pytest.mark.parametrize("name", ["deadlines", "everything", "hostile"])
def test_every_case_opens(browser: Browser, files: dict[str, Path], name: str) -> None:
    with opened(browser, files[name]) as seen:
        for one in seen.page.evaluate("columns.ids"):
            seen.go(f"#case={quote(one, safe='')}")
        assert seen.noises == []


def test_links_between_cases_lead_there(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["hostile"]) as seen:
        seen.go(f"#case={quote(HOSTILE + '2', safe='')}")
        seen.page.locator("#case .links a").first.click()
        expect(seen.page.locator("#case h3")).to_have_text(f"{HOSTILE}1")


def test_texts_of_callers_run_nothing(browser: Browser, files: dict[str, Path]) -> None:
    """Even where one got past the escaping, the page's policy stops it."""
    with opened(browser, files["hostile"]) as seen:
        seen.go(f"#case={quote(HOSTILE + '1', safe='')}")
        assert seen.page.locator("#case img").count() == 0
        assert seen.noises == []
        seen.page.evaluate("panel.innerHTML = '<img src=x onerror=alert(1)>'")
        seen.page.wait_for_timeout(200)
        refused = [one for one in seen.noises if "Content Security Policy" in one]
        assert refused
        assert refused == seen.noises


def test_the_page_cannot_ask_the_network_for_anything(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["flood"]) as seen:
        told = seen.page.evaluate(
            "fetch('http://localhost:1/').then(() => 'came', (error) => error.name)"
        )
        assert told == "TypeError"
        assert any("Content Security Policy" in one for one in seen.noises)


def test_without_scripts_the_overview_and_a_list_remain(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["flood"], View(360, scripts=False)) as seen:
        page = seen.page
        expect(page.get_by_role("heading", level=1)).to_contain_text("cases have an agent")
        expect(page.get_by_role("rowheader", name="outage-1", exact=True)).to_be_visible()
        expect(page.locator(".finder")).to_be_hidden()


def test_on_paper_there_is_the_overview_and_the_open_case(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["flood"]) as seen:
        seen.page.emulate_media(media="print")
        expect(seen.page.locator("#case")).to_be_hidden()
        expect(seen.page.locator("#goals")).to_be_visible()
        seen.go("#case=outage-1")
        expect(seen.page.locator("#case")).to_be_visible()
        for hidden in (".filters", ".top", "#list"):
            expect(seen.page.locator(hidden)).to_be_hidden()
