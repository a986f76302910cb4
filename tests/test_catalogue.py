"""Every sentence on screen has its English, no English is left over; and the tool that collects them."""

import pytest

from catalogue import (
    CATALOGUE,
    Sentence,
    UnreadableSentenceError,
    forms,
    placeholders,
    read,
    sentences,
    sentences_in,
    translations,
    written,
)


def _list(said):
    return "\n".join(" / ".join(words) for words in sorted(said))


def test_every_sentence_of_the_screen_is_in_the_catalogue():
    missing = sentences() - translations().keys()
    assert not missing, f"`make catalogue`, then translate:\n{_list(missing)}"


def test_the_catalogue_holds_no_sentence_that_nobody_says():
    stale = translations().keys() - sentences()
    assert not stale, f"`make catalogue` removes:\n{_list(stale)}"


def test_every_sentence_has_its_english():
    empty = {words for words, english in translations().items() if not all(form.strip() for form in english)}
    assert not empty, f"to be translated in {CATALOGUE.name}:\n{_list(empty)}"


def test_no_translation_is_a_guess():
    guessed = {forms(entry.id) for entry in read() if entry.fuzzy}
    assert not guessed, f"read again and unmark what is fuzzy:\n{_list(guessed)}"


def test_translations_keep_the_placeholders():
    differ = {
        words
        for words, english in translations().items()
        if [placeholders(form) for form in words] != [placeholders(form) for form in english]
    }
    assert not differ, f"the names in braces differ:\n{_list(differ)}"


def test_the_catalogue_is_written_as_the_tool_writes_it():
    assert written(translations(), translations().keys()) == CATALOGUE.read_bytes(), "`make catalogue` and commit"


def test_sentences_are_found_wherever_they_are_said():
    code = """
st.title(say("Sintesi"))
label = say("una " "frase" if short else "un'altra", n=say.number(3))
st.write(say.plural("{n} nucleo", "{n} nuclei", count), say.text(words), other("non questa"), self.say("né questa"))
"""
    assert set(sentences_in(code)) == {("Sintesi",), ("una frase",), ("un'altra",), ("{n} nucleo", "{n} nuclei")}


@pytest.mark.parametrize(
    "code", ["say(title)", 'say(f"{n} nuclei")', "say()", 'say.plural("{n} nucleo")', 'say(x="a")']
)
def test_a_sentence_that_cannot_be_read_from_the_code_is_refused(code):
    with pytest.raises(UnreadableSentenceError, match=r"^pages/x\.py:1: "):
        list(sentences_in(code, "pages/x.py"))


def test_a_sentence_said_alone_and_with_a_plural_stands_once(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "x.py").write_text('say("Coorte")\nsay.plural("Coorte", "Coorti", n)\n', "utf-8")
    assert sentences(tmp_path) == {("Coorte", "Coorti")}


def test_a_new_sentence_enters_empty_and_one_no_longer_said_leaves(tmp_path):
    known: dict[Sentence, Sentence] = {("Zeta",): ("Zed",), ("vecchia",): ("old",)}
    po = tmp_path / "h4a.po"
    po.write_bytes(written(known, {("Zeta",), ('a "b" – {n}',), ("{n} coorte", "{n} coorti")}))
    assert translations(po) == {
        ('a "b" – {n}',): ("",),
        ("{n} coorte", "{n} coorti"): ("", ""),
        ("Zeta",): ("Zed",),
    }
    assert written(translations(po), translations(po).keys()) == po.read_bytes()
    assert b"POT-Creation-Date" not in po.read_bytes()


def test_placeholders_are_the_names_in_braces():
    assert placeholders("{n} di {tutti}: {{non questo}} e {euro}") == {"n", "tutti", "euro"}
