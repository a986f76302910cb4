"""The sentences of the screen and their translations: `make catalogue` brings the catalogue up to date.

A sentence is what the code hands to `say("...")` or `say.plural("...", "...", n)`. New ones enter the catalogue with an
empty translation, those nobody says any more leave it; nothing but sentences is written, so that changes read well.
"""

import ast
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "h4a_ui" / "locale" / "en" / "LC_MESSAGES" / "h4a.po"
_FOLDERS = ("h4a_ui", "pages")
_HEADER = rb"""msgid ""
msgstr ""
"Project-Id-Version: h4a\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

Sentence = tuple[str, ...]
"""One sentence, or two: for one and for many."""


class UnreadableSentenceError(Exception):
    """A call to `say` whose words cannot be read from the code."""


def _words(node: ast.expr, place: str) -> list[str]:
    match node:
        case ast.Constant(str(words)):
            return [words]
        case ast.IfExp():
            return _words(node.body, place) + _words(node.orelse, place)
    raise UnreadableSentenceError(
        f"{place}: say() wants the sentence itself, in quotation marks, not {ast.unparse(node)}. Only written words "
        "can be translated: put values into {placeholders}, and words of the programme into say.text()."
    )


def _sentences_of(call: ast.Call, place: str) -> list[Sentence]:
    match call.func:
        case ast.Name("say") if call.args:
            return [(words,) for words in _words(call.args[0], place)]
        case ast.Attribute(ast.Name("say"), "plural") if len(call.args) > 1:
            return list(zip(*(_words(form, place) for form in call.args[:2]), strict=True))
        case ast.Name("say") | ast.Attribute(ast.Name("say"), "plural"):
            raise UnreadableSentenceError(f"{place}: the sentence comes first, and not by keyword")
    return []


def sentences_in(source: str, name: str = "<code>") -> Iterator[Sentence]:
    """Give the sentences said in a piece of code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _sentences_of(node, f"{name}:{node.lineno}")


def sentences(root: Path = ROOT) -> set[Sentence]:
    """Give the sentences said anywhere on the screen; one that also has a plural is given once, with it."""
    files = (file for folder in _FOLDERS for file in sorted((root / folder).rglob("*.py")))
    said = {words for file in files for words in sentences_in(file.read_text("utf-8"), str(file.relative_to(root)))}
    return said - {words[:1] for words in said if len(words) > 1}


def placeholders(words: str) -> set[str]:
    """Give the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def forms(words: str | list[str] | tuple[str, ...] | None) -> Sentence:
    """Give the one form or the two forms of a catalogue's entry."""
    return (words or "",) if isinstance(words, str | None) else tuple(words)


def read(path: Path = CATALOGUE) -> list[Message]:
    """Read the entries of the catalogue, without its header."""
    with path.open("rb") as po:
        return [entry for entry in read_po(po, locale="en") if entry.id]


def translations(path: Path = CATALOGUE) -> dict[Sentence, Sentence]:
    """Give each sentence of the catalogue with its translation."""
    return {forms(entry.id): forms(entry.string) for entry in read(path)}


def written(known: Mapping[Sentence, Sentence], said: Iterable[Sentence]) -> bytes:
    """Write a catalogue of exactly the sentences said, with the translations known so far."""
    catalogue = Catalog(locale="en")
    for words in said:
        translated = known.get(words, ("",) * len(words))
        if len(words) == 1:
            catalogue.add(words[0], translated[0])
        else:
            catalogue.add(words, translated)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return (_HEADER + body.getvalue()).rstrip() + b"\n"


def main() -> None:
    """Bring the catalogue up to date and say what is left to translate."""
    CATALOGUE.write_bytes(written(translations(), sentences()))
    now = translations()
    print(f"{len(now)} sentences; without a translation: {sum(not all(words) for words in now.values())}")


if __name__ == "__main__":
    main()
