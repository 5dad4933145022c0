"""Signing in for real: an invitation, a password and a code, and a passkey that a browser keeps."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.browser import judge
from tests.journeys.serving import Served

PASSWORD = "plum tractor window"


def invitation(served: Served, *, username: str) -> str:
    """The path of a new invitation."""
    printed = json.loads(served.run("access", "invite", username, "--json"))
    return urlsplit(printed["link"]).path


def at_localhost(served: Served) -> str:
    """Where passkeys work: browsers bind them to a name, and a number is none."""
    return served.address.replace("127.0.0.1", "localhost")


def set_up(page: Page, address: str, *, name: str) -> tuple[pyotp.TOTP, list[str]]:
    """Use an invitation, and give the app that makes codes from now on, and the recovery codes."""
    page.goto(address)
    judge(page, f"{name}-set-up")
    app = pyotp.TOTP(page.locator(".tc-app-key__letters").inner_text().replace(" ", ""))
    page.get_by_label("New password").fill("password1234")
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("This password is too common.")
    judge(page, f"{name}-set-up-with-errors")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    judge(page, f"{name}-recovery-codes")
    codes = page.locator(".tc-codes code").all_inner_texts()
    page.get_by_role("button", name="I have kept them").click()
    return app, codes


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def open_own_means(page: Page) -> None:
    """What a demonstration folds away, unless something was wrong there."""
    if not page.get_by_label("User name", exact=True).is_visible():
        page.get_by_text("Sign in as outside a demonstration").click()


def give_password(page: Page, *, username: str, password: str) -> None:
    open_own_means(page)
    page.get_by_label("User name", exact=True).fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Continue").click()


@contextmanager
def device(page: Page) -> Iterator[None]:
    """A browser with somewhere to keep passkeys, and somebody who touches it when asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.send("WebAuthn.removeVirtualAuthenticator", made)


def test_somebody_invited_signs_in_with_a_password_and_a_code_without_scripts(visitor, served):
    link = invitation(served, username="auditor")
    plain = visitor(java_script_enabled=False)
    plain.goto(link)
    app = pyotp.TOTP(plain.locator(".tc-app-key__letters").inner_text().replace(" ", ""))
    plain.get_by_label("New password").fill(PASSWORD)
    plain.get_by_label("Code").fill(app.now())
    plain.get_by_role("button", name="Continue").click()
    codes = plain.locator(".tc-codes code").all_inner_texts()
    plain.get_by_role("button", name="I have kept them").click()
    sign_out(plain)

    expect(plain.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    give_password(plain, username="auditor", password=PASSWORD)
    plain.get_by_label("Code").fill(codes[0])
    plain.get_by_role("button", name="Sign in", exact=True).click()

    expect(plain.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    plain.goto("/my-account/sign-in")
    expect(plain.get_by_text("9 left")).to_be_visible()
    sign_out(plain)
    plain.goto(link)
    expect(plain.get_by_role("heading", level=1)).to_have_text("This invitation is over")


def test_wrong_proofs_are_told_apart_by_nobody_and_end_in_a_lock(page):
    page.goto("/sign-in")
    for _ in range(5):
        give_password(page, username="nobody.at-all", password="wrong")
        page.get_by_role("alert").wait_for()

    expect(page.get_by_role("alert")).to_contain_text("Too many wrong tries.")
    judge(page, "sign-in-locked")


def test_somebody_adds_a_passkey_signs_in_with_it_and_removes_it(page, served):
    here = at_localhost(served)
    _, codes = set_up(page, here + invitation(served, username="approver"), name="invited")
    with device(page):
        page.goto(f"{here}/my-account/sign-in")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("Enter a name for the passkey")
        judge(page, "passkey-without-a-name")
        page.get_by_label("Name of the passkey").fill("Work laptop")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_text("The passkey has been added.")).to_be_visible()
        judge(page, "passkey-added")
        sign_out(page)

        page.goto(f"{here}/sign-in?next=/my-account/sign-in")
        open_own_means(page)
        judge(page, "sign-in-by-own-means")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
        expect(page.get_by_text("Last used on")).to_be_visible()

        page.get_by_role("button", name="Remove Work laptop").click()
        expect(page.get_by_text("The passkey has been removed.")).to_be_visible()
        sign_out(page)
        open_own_means(page)
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("does not sign anybody in here")
        judge(page, "passkey-refused")

    give_password(page, username="approver", password=PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter a code")
    judge(page, "code")
    page.get_by_label("Code").fill("1")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The code is wrong")
    judge(page, "code-wrong")
    page.get_by_label("Code").fill(codes[3])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
