"""Find a Chromium for the browser tests; run as a script, bring one if there is none.

`python tools/chromium.py` never fails: without a browser it says which tests are left out.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LEFT_OUT = "no Chromium here: the tests in tests/browser are left out"


def _works(candidate: str) -> bool:
    """Tell whether it really starts: on some systems `chromium-browser` only points to a shop."""
    try:
        done = subprocess.run([candidate, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _brought_by_playwright() -> str | None:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - present only with the test requirements
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@cache
def find() -> str | None:
    """Give the path of a Chromium that starts: `H4A_CHROMIUM`, else one on the path, else Playwright's own."""
    chosen = os.environ.get("H4A_CHROMIUM")
    if chosen is not None:
        return chosen if chosen and _works(chosen) else None
    for name in _NAMES:
        path = shutil.which(name)
        if path and _works(path):
            return path
    return _brought_by_playwright()


def _attempt(*command: str) -> None:
    print(f"bringing a Chromium: {' '.join(command)}", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired) as reason:
        print(f"that did not work: {reason}")
        return
    if done.returncode:
        print("that did not work:", *(done.stderr or done.stdout).strip().splitlines()[-1:])


def bring() -> str | None:
    """Install a Chromium by the system's packages when allowed to, else by Playwright; give its path if that worked."""
    may_use_apt = os.geteuid() == 0 and shutil.which("apt-get") is not None
    if may_use_apt:
        _attempt("apt-get", "update", "-qq")
        _attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        find.cache_clear()
        if path := find():
            return path
    with_system_libraries = ["--with-deps"] if may_use_apt else []
    _attempt(sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium")
    find.cache_clear()
    return find()


if __name__ == "__main__":
    found = find()
    if not found and os.environ.get("H4A_CHROMIUM") is None:
        found = bring()
    print(f"browser tests run with {found}" if found else LEFT_OUT)
