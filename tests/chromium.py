"""A real browser: Debian's chromium and chromium-driver, headless, without a network."""

import os
import shutil

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

needs_chromium = pytest.mark.skipif(
    not (BROWSER and DRIVER) and not os.environ.get("CI"),
    reason="needs a browser: apt-get install chromium chromium-driver",
)

_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1300,900",
)


def open_chromium() -> Chrome:
    """A browser with an empty profile, which keeps its console's messages. Quit it when done."""
    assert BROWSER, "the browser is missing: apt-get install chromium"
    assert DRIVER, "the browser's driver is missing: apt-get install chromium-driver"
    options = ChromeOptions()
    options.binary_location = BROWSER
    for option in _OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=Service(DRIVER))
