"""Client pages under what people really paste: no page is wider than its screen, in a browser.

The pages come from the portal itself without a server in between: nothing here needs a build.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import BrowserContext, Route, expect

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import link_path
from studio_app.domain.proposals.changes import publish_proposal_changes
from studio_app.domain.proposals.draft import save_proposal
from studio_app.domain.proposals.schemas import SitePage
from studio_app.domain.work import Work
from studio_app.studio_app import site
from studio_app.workspace.forms.state import following
from tests import proposing
from tests.nasty import nasty
from tests.portal.test_lead_forms import make

pytestmark = pytest.mark.e2e

ASSETS = Path(__file__).parents[2] / "assets"
HOST = "http://localhost:8000"
Pages = dict[str, str]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def ask(services_on_disk: Services) -> Iterator[Callable[..., httpx.Response]]:
    """The portal, asked from a loop of its own: the browser's is busy."""

    async def answer(method: str, path: str, headers: dict[str, str], content: bytes | None) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=HOST) as client:
            return await client.request(method, path, headers=headers, content=content)

    with start_blocking_portal() as loop:
        yield lambda *asked: loop.call(answer, *asked)


@pytest.fixture
def paths(services_on_disk: Services) -> Pages:
    return services_on_disk.runner.run_sync(SYSTEM, nasty)


def serve(context: BrowserContext, ask: Callable[..., httpx.Response]) -> None:
    """Let the browser's questions be answered by the portal and the folder of browser files."""

    def answer(route: Route) -> None:
        url = httpx.URL(route.request.url)
        asset = ASSETS / url.path.lstrip("/")
        if url.path.endswith("/events"):
            route.abort()
        elif asset.is_file():
            route.fulfill(path=asset)
        else:
            asked = route.request
            # the browser adds this on its way to a server, which there is none here
            framed = asked.is_navigation_request() and asked.frame.parent_frame
            headers = {**asked.headers, **({"sec-fetch-dest": "iframe"} if framed else {})}
            got = ask(asked.method, url.raw_path.decode(), headers, asked.post_data_buffer)
            route.fulfill(status=got.status_code, headers=dict(got.headers), body=got.content)

    context.route("**/*", answer)


class TestWidth:
    @pytest.mark.parametrize("width", [390, 1440])
    def test_is_the_screens_for_every_client_page(
        self, visit: Callable[..., BrowserContext], ask: Callable[..., httpx.Response], paths: Pages, width: int
    ) -> None:
        context = visit(width=width)
        serve(context, ask)
        page = context.new_page()
        wide = {}
        for name, path in {**paths, "lead": "/lead", "gone": "/d/nothing"}.items():
            page.goto(f"{HOST}{path}")
            wide[name] = page.evaluate(WIDER)
        assert wide == dict.fromkeys(wide, 0)


def with_a_tree(work: Work) -> str:
    """A proposal for a site of many pages, some with pages below them: the path of its page."""
    document = proposing.published(work)
    title = "Раздел с названием, которое длиннее строки на телефоне"
    pages = (
        SitePage(title=title, children=tuple(f"Страница {n}" for n in range(below))) for below in (0, 1, 3, 0, 2, 0)
    )
    content = proposing.content_of(work, document).model_copy(update={"structure": (SitePage(key="home"), *pages)})
    save_proposal(work, document_id=document.id, content=content)
    publish_proposal_changes(work, document_id=document.id)
    return link_path(work, document)


BRANCHES = """() => [document.querySelector('.tree-root'), ...document.querySelectorAll('.tree-page')].map(one => {
    const place = one.getBoundingClientRect(), line = getComputedStyle(one, '::before');
    return [place.left, place.top, place.bottom, parseFloat(line.height)];
})"""


class TestTree:
    def test_is_one_column_on_a_phone_and_its_lines_meet(
        self, visit: Callable[..., BrowserContext], ask: Callable[..., httpx.Response], services_on_disk: Services
    ) -> None:
        path = services_on_disk.runner.run_sync(SYSTEM, with_a_tree)
        context = visit(width=390)
        serve(context, ask)
        page = context.new_page()
        page.goto(f"{HOST}{path}")
        (_, _, root_end, _), *branches = page.evaluate(BRANCHES)
        assert len(branches) == 6
        assert len({left for left, *_ in branches}) == 1
        ends = [root_end, *(end for _, _, end, _ in branches)]
        gaps = [round(top - end, 1) for end, (_, top, _, _) in zip(ends, branches, strict=False)]
        assert gaps == [0.0] * 6
        # each line runs along the whole of its page, the last one down to its name
        assert [round(end - top - line, 1) for _, top, end, line in branches[:-1]] == [0.0] * 5


class TestFramedForm:
    def test_the_frame_is_as_high_as_the_form(
        self, visit: Callable[..., BrowserContext], ask: Callable[..., httpx.Response], services_on_disk: Services
    ) -> None:
        services_on_disk.runner.run_sync(SYSTEM, make)
        context = visit(width=390)
        serve(context, ask)
        page = context.new_page()
        around = f'<iframe src="{HOST}/lead/month" style="height:100px"></iframe>{following(HOST)}'
        context.route("http://site.example/", lambda route: route.fulfill(body=around, content_type="text/html"))
        page.goto("http://site.example/")
        form = page.frame_locator("iframe").locator("html")
        expect(form.locator("form")).to_be_visible()
        page.wait_for_function("document.querySelector('iframe').offsetHeight > 400")
        assert form.evaluate("html => html.scrollHeight - innerHeight") <= 1
        assert form.locator(".masthead").count() == 0
