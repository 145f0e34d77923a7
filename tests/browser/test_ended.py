"""Whoever ends the tests ends everything that they have started: workers, PostgreSQL, servers and browsers."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTING = 240  # seconds, on a machine that does much else
TESTS = {
    "fast": "def test_waits(postgres, tmp_path):",
    "browser": "def test_waits(fresh, chromium, tmp_path):",
}
# All tests as they are run, with one that waits for each part.
WHOLE = """#!{python}
import sys
from tests import __main__ as whole
plugins = ("-n", "1", "-p", "no:cacheprovider", "-p", "tests.conftest", "-p", "tests.browser.conftest")
whole.FAST, whole.BROWSER = ((*plugins, f"{folder}/test_{{part}}.py") for part in {parts})
sys.exit(whole.main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for what is left")
def test_told_to_end_make_test_leaves_nothing_running(tmp_path):
    for part, begun in TESTS.items():
        waits = f"\n    import pathlib, time\n    pathlib.Path({str(tmp_path / part)!r}).touch()\n    time.sleep(600)\n"
        (tmp_path / f"test_{part}.py").write_text(begun + waits)
    python = tmp_path / "python"
    python.write_text(WHOLE.format(python=sys.executable, folder=tmp_path, parts=tuple(TESTS)))
    python.chmod(0o755)
    command = ["make", "-o", ".venv/.dev", "test", f"python={python}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.left_behind", *command],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as whole:
        until = time.monotonic() + STARTING
        while not all((tmp_path / part).exists() for part in TESTS):
            assert whole.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        whole.terminate()
        code, left = json.loads(whole.communicate()[0])
    assert left == []
    assert code
