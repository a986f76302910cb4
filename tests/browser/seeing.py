"""What a visitor sees and what a screen reader hears, as words; and what goes wrong behind the screen."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response

from h4a_ui.http import security_headers
from live import settle

_OWN_PROBE = re.compile(r"/_stcore/(health|host-config)$")  # Streamlit looks for itself below the page's path first
_LISTEN = """window.refused = [];
addEventListener('securitypolicyviolation', one => {
    if (one.blockedURI !== 'wasm-eval') refused.push(one.violatedDirective);
})"""
"""Streamlit's message reader tries WebAssembly for large numbers and does without where the policy forbids it."""

# Drawn text: not that of icons (their names), nor what a style makes invisible or moves off the page.
_SEEN = """() => {
    const seen = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const words = walker.currentNode.textContent.trim();
        const holder = walker.currentNode.parentElement;
        if (!words || holder.closest('style, script, noscript')) continue;
        const style = getComputedStyle(holder), box = holder.getBoundingClientRect();
        const drawn = holder.checkVisibility({opacityProperty: true, visibilityProperty: true})
            && parseFloat(style.fontSize) > 0 && box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0
            && !style.fontFamily.includes('Material Symbols');
        if (drawn) seen.push(words);
    }
    for (const control of document.querySelectorAll('[placeholder], [title]')) {
        if (control.checkVisibility({visibilityProperty: true}))
            seen.push(control.getAttribute('placeholder') || '', control.getAttribute('title') || '');
    }
    return seen;
}"""
_HEARD = """() => [...document.querySelectorAll('[aria-label]')]
    .filter(control => control.checkVisibility({visibilityProperty: true}))
    .map(control => control.getAttribute('aria-label'))"""


def seen(page: Page) -> list[str]:
    """The pieces of text that are drawn, with placeholders and tooltips."""
    return [words for words in page.evaluate(_SEEN) if words]


def heard(page: Page) -> list[str]:
    """The names of controls that only a screen reader says."""
    return [words for words in page.evaluate(_HEARD) if words]


def listen(page: Page) -> list[str]:
    """Collect what goes wrong behind the screen."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 400 and not _OWN_PROBE.search(urlsplit(response.url).path):
            wrong.append(f"{response.status} {response.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", answered)
    return wrong


def guarded(page: Page, path: str) -> list[str]:
    """Open a page, see that it came with the security policy, and collect what goes wrong behind the screen."""
    wrong = listen(page)
    page.add_init_script(_LISTEN)
    answer = page.goto(path)
    assert answer is not None
    assert answer.headers["content-security-policy"] == security_headers()["content-security-policy"]
    settle(page)
    return wrong


def refused(page: Page) -> list[str]:
    """What the policy refused since the page was opened."""
    return list(page.evaluate("window.refused"))
