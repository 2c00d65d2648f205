"""The pictures of the README, made by the program itself: python -m scripts.pictures.

Loads the demonstration into a home of its own, serves it, logs in as the vice chair and keeps the overview in both
languages under docs/pictures.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PHUSA = str(ROOT / ".venv" / "bin" / "phusa")
PORT = 8765
SECONDS = 60


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="phusa-pictures-") as home:
        environment = {**os.environ, "PHUSA_HOME": home}
        subprocess.run([PHUSA, "demo", "--no-serve"], env=environment, check=True)
        served = subprocess.Popen([PHUSA, "demo", "--port", str(PORT)], env=environment)
        try:
            address = f"http://127.0.0.1:{PORT}"
            wait_for(address)
            for language in ("vi", "en"):
                take(address, language)
        finally:
            served.terminate()
            served.wait(15)
    return 0


def wait_for(address: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=2)  # noqa: S310 - our own server
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"The demonstration did not answer on {address}.")


def take(address: str, language: str) -> None:
    from phusa.demonstration.material import PASSWORD

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page = context.new_page()
        page.goto(f"{address}/accounts/login/")
        page.fill("[name=login]", "phochutich")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
        button = page.locator(f"form[action*=language] button[value={language}]")
        if button.count():
            button.first.click()
            page.wait_for_load_state("networkidle")
        page.goto(f"{address}/")
        page.screenshot(path=PICTURES / f"overview-{language}.png")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
