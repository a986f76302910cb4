"""Markup planted into every word that comes from files and people, and where it comes out again."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from h4a_core.store.connection import Store
from h4a_core.tables.registry import TABLES
from h4a_ui.foreign import in_markdown, in_picture

WORD = "planted"
MARKUP = (
    '**planted** [planted](https://evil.example/planted) ![x](https://evil.example/planted.png) <b id="planted">b</b> '
    '<img id="planted" src="https://evil.example/planted.gif"> <a href="https://evil.example/planted">a</a> '
    ":red[planted] :material/planted: :planted: $planted^2$ `planted` https://evil.example/planted "
    "www.evil.example/planted planted@evil.example ~~planted~~ -> <br>planted"
)
"""All that Streamlit's Markdown and Plotly's labels know, in one line, each piece with the word `planted`."""

_OURS = {("payments", "programme"), ("payments", "clause"), ("instrument_answers", "instrument")}
"""Codes of our own files: another code would only lead nowhere."""
_AS_IT_IS = {
    *("id", "form_id", "fragment_id", "element_id", "url_path", "page_script_hash", "key", "user_key", "alt"),
    *("options", "formatted_options", "raw_values", "default", "value", "query_param_key"),
}
"""Fields of Streamlit's messages that the browser does not read as Markdown (tried in one): keys, the choices of a
select box, what stands in a text field."""
_READ_AS_MARKDOWN = {("ButtonGroup", "options"), ("Radio", "options"), ("Metric", "value")}


def plant(sample: Path, database: Path) -> None:
    """Copy the sample's records and put the markup behind every code, free word, file name and name of a person."""
    store = Store.open(Path(shutil.copyfile(sample, database)))
    with store.writing() as cursor:
        for table in TABLES.values():
            for field in table.fields:
                if field.kind in ("code", "text") and (table.name, field.name) not in _OURS:
                    cursor.execute(f'UPDATE "{table.name}_rows" SET "{field.name}" = "{field.name}" || $1', [behind()])  # noqa: S608 - names of the registry
        cursor.execute("UPDATE batches SET file_name = file_name || $1, imported_by = $1", [behind()])
        cursor.execute("UPDATE batch_events SET by_whom = $1", [behind()])
    store.close()


def behind() -> str:
    """The markup as it stands behind a word."""
    return f" {MARKUP}"


def active_in(app: AppTest, markup: str = MARKUP) -> list[str]:
    """Every text of the page, and every label of its charts, in which the planted word is not only shown."""
    return [text for text, escaped in _texts(app, markup) if WORD in _without(text, escaped)]


def shown_in(app: AppTest) -> int:
    """In how many texts and labels the planted word stands."""
    return sum(WORD in text for text, _ in _texts(app, MARKUP))


def _without(text: str, escaped: str) -> str:
    """The text without the markup as it is shown, in whatever case."""
    return text.replace("\u200b", "").lower().replace(escaped.lower(), "")


def _texts(app: AppTest, markup: str) -> Iterator[tuple[str, str]]:
    """The texts that the browser reads as Markdown or Plotly reads as HTML, with the planted markup escaped for it."""
    in_text, in_chart = in_markdown(f"x {markup}")[2:], in_picture(markup)
    for node in [*app.main, *app.sidebar]:
        proto = getattr(node, "proto", None)
        if proto is None:
            continue
        if node.type == "plotly_chart":
            yield from ((text, in_chart) for text in _strings(json.loads(proto.spec)))
        elif node.type in ("arrow_table", "table"):
            cells = node.value
            yield from ((str(one), in_text) for one in [*cells.columns, *cells.index, *cells.to_numpy().ravel()])
        elif isinstance(proto, Message):
            yield from ((text, in_text) for text in _said(proto))


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for one in part.values() for text in _strings(one))
    elif isinstance(part, list):
        yield from (text for one in part for text in _strings(one))


def _said(message: Message) -> Iterator[str]:
    """The strings of a message to the browser that it reads as Markdown."""
    kind = message.DESCRIPTOR.name
    for field, value in message.ListFields():
        if field.name in _AS_IT_IS and (kind, field.name) not in _READ_AS_MARKDOWN:
            continue
        for one in value if field.is_repeated else [value]:
            if field.type == FieldDescriptor.TYPE_STRING:
                yield one
            elif field.type == FieldDescriptor.TYPE_MESSAGE and isinstance(one, Message):
                yield from _said(one)
