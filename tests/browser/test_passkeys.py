"""A passkey from making it to logging in with it, on Chromium's virtual authenticator."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Demo

pytestmark = pytest.mark.browser


@pytest.fixture
def page(demo: Demo, browser: Browser) -> Iterator[Page]:
    """A browser with a fingerprint reader; passkeys need a name in the address."""
    context = browser.new_context(base_url=demo.url.replace("127.0.0.1", "localhost"))
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    reader = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": reader})
    yield opened
    context.close()


def test_a_passkey_is_made_logs_in_alone_and_is_removed(page: Page, demo: Demo) -> None:
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", demo.email)
    page.fill("[name=password]", demo.password)
    page.press("[name=password]", "Enter")
    confirm(page, demo, "**/add/")
    page.fill("[name=name]", "Laptop")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")

    page.context.clear_cookies()
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/")
    page.click("#passkey_login")
    page.wait_for_url("**/accounts/2fa/webauthn/")
    page.locator("table").get_by_text("Laptop").wait_for()

    page.locator("table a[href$='/remove/']").click()
    confirm(page, demo, "**/remove/")
    page.locator("main button.btn-error").click()
    page.wait_for_url("**/webauthn/")
    expect(page.get_by_text("Laptop")).to_have_count(0)


def confirm(page: Page, demo: Demo, then: str) -> None:
    page.wait_for_url("**/reauthenticate/**")
    page.fill("[name=password]", demo.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(then)
