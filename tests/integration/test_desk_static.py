"""Browser files, product pictures and the demo shop."""

import pytest

from desk.api.static import Folder
from tests.integration.running_desk import RunningDesk, running_desk


@pytest.fixture
async def desk(tmp_path):
    async with running_desk(tmp_path) as one:
        yield one


async def test_pictures_come_from_the_action_server_once_and_cannot_run_scripts(desk: RunningDesk):
    for _ in range(3):
        async with desk.session.get("/images/P1.svg") as response:
            assert response.status == 200
            assert response.content_type == "image/svg+xml"
            assert "sandbox" in response.headers["Content-Security-Policy"]
    assert desk.actions.pictures == 1
    for path in ("/images/none.svg", "/images/..%2Fhealth.svg", "/images/a.png"):
        async with desk.session.get(path) as response:
            assert response.status == 404


async def test_the_demo_signs_its_customers_in(desk: RunningDesk):
    async with desk.session.get("/", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/demo")
    async with desk.session.post("/demo/sign-in", json={"customer_id": "C1"}) as response:
        identity = (await response.json())["identity"]
    await (await desk.open(identity=identity)).say("hi")
    assert desk.rasa.turn().identity.customer_id == "C1"
    async with desk.session.post("/demo/sign-in", json={"customer_id": "nobody"}) as response:
        assert response.status == 422
    async with desk.session.get("/demo/catalogue") as response:
        assert (await response.json())["products"] == [{"sku": "A-1"}]
    async with desk.session.get("/demo/customers") as response:
        assert "customers" in await response.json()


async def test_a_real_shop_has_no_demo(tmp_path):
    async with running_desk(tmp_path, seed="none") as desk:
        for path in ("/", "/demo", "/demo/customers"):
            async with desk.session.get(path) as response:
                assert response.status == 404
        async with desk.session.post("/demo/sign-in", json={"customer_id": "C1"}) as response:
            assert response.status == 404


async def test_files_are_served_from_their_folder_and_nowhere_else(tmp_path):
    from aiohttp import web
    from aiohttp.test_utils import TestClient, TestServer

    from desk.api.edge import errors_and_log

    inside = tmp_path / "inside"
    (inside / "deep").mkdir(parents=True)
    (inside / "page.html").write_text("page")
    (inside / "deep" / "a.js").write_text("1")
    (inside / ".hidden").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    app = web.Application(middlewares=[errors_and_log])
    app.router.add_get("/x/{name:.*}", Folder(inside, "page.html").serve)
    async with TestClient(TestServer(app)) as client:
        for path, status in (("/x/", 200), ("/x/deep/a.js", 200), ("/x/.hidden", 404), ("/x/deep", 404)):
            assert (await client.get(path)).status == status
        for path in ("/x/..%2fsecret.txt", "/x/%2e%2e/secret.txt", "/x//etc/passwd", "/x/deep/..%2f..%2fsecret.txt"):
            assert (await client.get(path)).status == 404
