"""What is answered over HTTP besides signing in: files, figures, unknown addresses, and the headers."""

import hashlib
import re
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir

from components.web import cookie_and_header_guard, javascript_patch, page_files
from tests.visiting import ROOT, token_of

pytest_plugins = ["tests.served"]


@pytest.mark.parametrize(
    "path",
    [
        "/media/x.png",
        "/_stcore/upload_file/a/b",
        "/component/x/y.js",
        "/_stcore/bidi-components/x/y.js",
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "OPTIONS"])
def test_a_stranger_gets_no_files_uploads_or_figures(server, served, path, method):
    assert server.client().request(method, path).status_code == 403
    assert server.client("stale").request(method, path).status_code == 403
    assert server.client(token_of(served.secretary)).request(method, path).status_code != 403 or path.startswith(
        ASKED_FOR
    )


# even an account gets only what it was shown there, and uploads only with Streamlit's own token
ASKED_FOR = ("/_stcore/upload_file/", "/media/")


@pytest.mark.parametrize(
    "path",
    [
        "/foo",
        "/pages/access/me.py",
        "/app.py",
        "/page_script.py",
        "/page_script",
        "/.streamlit/config.toml",
        "/auth/login",
        "/index.html",
        "/me/me",
        "/static/../app.py",
    ],
)
def test_an_unknown_address_says_so(server, path):
    answer = server.client().get(path)
    assert answer.status_code == 404
    assert "Streamlit" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/me",
        "/set-up",
        "/foo",
        "/health",
        "/auth/client.js",
        "/_stcore/host-config",
        "/media/x",
        "/assets/style.css",
        "/static/x.js",
    ],
)
def test_every_answer_has_the_security_headers(server, path):
    headers = server.client().get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", policy["script-src"])
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "server" not in headers
    if not path.startswith(cookie_and_header_guard.CACHEABLE_PATHS):
        assert headers["Cache-Control"] == "private, no-store"


def test_the_page_is_vietnamese_not_for_machine_translation_and_ours(server):
    page = server.client().get("/").text
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi" translate="no">')
    assert "<title>Sổ chi bộ</title>" in page
    assert page.count("<script>") == 1
    for gone in ("Streamlit app", "<title>Streamlit", "service-desc", "SourceSans", "favicon.png", "<!--"):
        assert gone not in page


def test_each_of_our_patches_concerns_one_of_streamlits_scripts(server):
    """If an upgrade changes a script, select boxes would no longer find names without accents, and what is typed into
    grids while the server is down would be lost.
    """
    scripts = {file.name: file.read_bytes() for file in Path(get_static_dir()).glob("static/js/*.js")}
    for searched, put in javascript_patch.PATCHES.values():
        found = {name: match for name, script in scripts.items() for match in re.finditer(searched, script)}
        ((name, match),) = found.items()
        assert len(re.findall(searched, scripts[name])) == 1
        assert match.expand(put) in server.client().get(f"/static/js/{name}").content


def test_browsers_load_patched_scripts_from_addresses_that_change_with_the_patches(server):
    page = server.client().get("/").text
    addresses = re.findall(r'(?:src|href)="\.(/static/[^"]*)"', page)
    assert addresses
    for address in addresses:
        assert address.startswith(f"/static/{javascript_patch.VERSION}/")
        answer = server.client().get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_our_script_and_styles_are_one_request_each_and_browsers_keep_them_until_they_change(server):
    page = server.client().get("/").text
    addresses = re.findall(r'(?:src|href)="(/assets/[^"]*[?][^"]*)"', page)
    assert [address.partition("?")[0] for address in addresses] == ["/assets/style.css", "/assets/page.js"]
    for address in addresses:
        packed, plain = (
            server.client().get(address),
            server.client(headers={"Accept-Encoding": "identity"}).get(address),
        )
        assert address.endswith(f"?{hashlib.sha256(plain.content).hexdigest()[:8]}")
        assert packed.content == plain.content
        assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
        assert "immutable" in packed.headers["Cache-Control"]


def test_our_script_has_all_its_parts(server):
    parts = {file.stem for file in (ROOT / "components/assets").glob("*.js")}
    assert set(page_files.PARTS) == parts
    assert all((page_files.ASSETS / f"{part}.js").read_bytes() in page_files.script() for part in parts)


def test_scripts_and_styles_are_compressed(server):
    file = next(Path(get_static_dir()).glob("static/js/index.*.js"))
    path = f"/static/js/{file.name}"
    packed, plain = server.client().get(path), server.client(headers={"Accept-Encoding": "identity"}).get(path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content == file.read_bytes()
    assert int(packed.headers["Content-Length"]) < file.stat().st_size / 2
    assert "immutable" in packed.headers["Cache-Control"]


def test_the_health_check_opens_the_database(server):
    answer = server.client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok")
