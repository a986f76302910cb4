"""The house: words of files and people reach a text or a chart only through `h4a_ui.foreign`."""

import ast
from collections.abc import Iterator

import pytest

from h4a_core.tables.registry import TABLES

OURS = {"clause", "programme", "item", "instrument", "kind"}
"""Names of fields whose values are codes of our own files, or that mean something else in the code of the screen."""
FOREIGN = {field.name for table in TABLES.values() for field in table.fields if field.kind in ("code", "text")} - OURS
FOREIGN |= {"file", "sheet", "encoding", "imported_by", "by", "refusal", "code"}
"""Names of attributes that hold words of files and people."""
MADE_HARMLESS = {"in_markdown", "in_picture", "in_file_name", "moment"}
SENTENCES = {"say", "plural", "format"}
READ_AS_MARKUP = {
    *("markdown", "html", "error", "warning", "info", "success", "metric", "button", "subheader", "title", "header"),
    *("caption", "expander", "popover", "progress", "write", "small", "note", "radio", "page_link"),
}


def slips(part: ast.AST, *, in_text: bool = False) -> Iterator[str]:
    """The foreign attributes that are put as they are into a formatted text, a sentence or what is read as markup."""
    match part:
        case ast.Call() if _name(part.func) in MADE_HARMLESS:
            return
        case ast.Attribute(value=ast.Name("say")):
            return  # the language
        case ast.Attribute() if in_text and part.attr in FOREIGN:
            yield f"{part.lineno}: {ast.unparse(part)}"
            return
        case ast.Call():
            read = in_text or _name(part.func) in SENTENCES | READ_AS_MARKUP
            yield from slips(part.func, in_text=in_text)
            for one in [*part.args, *(named.value for named in part.keywords if named.arg != "key")]:
                yield from slips(one, in_text=read)
            return
        case ast.Compare() | ast.Subscript() | ast.SetComp():
            in_text = False  # asks about the words, counts them, or looks something up by them
        case ast.FormattedValue():
            in_text = True
        case ast.IfExp():
            yield from slips(part.test)
            yield from slips(part.body, in_text=in_text)
            yield from slips(part.orelse, in_text=in_text)
            return
    for child in ast.iter_child_nodes(part):
        yield from slips(child, in_text=in_text)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_s6_no_word_of_a_file_or_person_is_put_into_a_text_or_chart_as_it_is(paths):
    found = [
        f"{file.relative_to(paths.root)}:{slip}"
        for folder in ("h4a_ui", "pages")
        for file in sorted((paths.root / folder).rglob("*.py"))
        for slip in slips(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "slip"),
    [
        ('st.markdown(f"**{one.household_id}**")', True),
        ('st.markdown(f"**{in_markdown(one.household_id)}**")', False),
        ('say("Da {file}.", file=batch.file)', True),
        ('small(say("Da {file}.", file=in_markdown(batch.file)))', False),
        ("pic.note(dot.wait.household_id, 0, 0)", True),
        ("st.error(one.district if one.district else 'x')", True),
        ("st.error('x' if one.district else 'y')", False),
        ("names[one.household_id]", False),
        ('st.button("x", key=f"use_{one.file}")', False),
        ('download(f"{in_file_name(batch.file)}.xlsx")', False),
    ],
)
def test_s6_the_search_for_such_words_finds_them(code, slip):
    assert bool(list(slips(ast.parse(code)))) is slip
