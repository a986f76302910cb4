"""What a visitor sees and what a screen reader hears, as words."""

from playwright.sync_api import Page

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
