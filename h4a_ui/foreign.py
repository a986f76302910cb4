"""Words that we did not write, shown as they are: of files, file names and people, never taken for markup.

Everything that comes from a record, a file, its name, its headers, a profile, or a field somebody typed into, goes
through one of these functions on its way to the screen. Tables (`st.dataframe`) and the choices of a select box show
words as they are and need none.
"""

import re

_UNSEEN = "\u2060"
"""A word joiner: it has no width, and parts what Streamlit would otherwise still replace after the Markdown is read."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the order of writing: with them a file name can show another ending than it has."""

_ALWAYS = re.compile(r"[\\`*{}\[\]<>$~|]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=[#A-Za-z])")
_COLON = re.compile(r":(?=[A-Za-z:/])")
"""Before a letter it may begin a directive, before a slash an address."""
_AT_START = re.compile(r"([-+=#])|(\d+)([.)])(?=\s|$)")
_REPLACED = (
    (re.compile(r":(?=[\w+-]+(?:/\w+)?:)"), f":{_UNSEEN}"),  # :material/bolt:, :streamlit:, :smile:
    (re.compile(r"://(?=\S)"), f"://{_UNSEEN}"),
    (re.compile(r"(www)(?=\.)", re.IGNORECASE), rf"\1{_UNSEEN}"),
    (re.compile(r"@(?=[\w-])"), f"@{_UNSEEN}"),
    (re.compile(r"(?<!\S)(<?)([-<>~])([-=>]+)(?!\S)"), rf"\1{_UNSEEN}\2{_UNSEEN}\3"),  # -> becomes an arrow
)
"""What becomes a link, an icon or a sign although it is escaped, and how it is parted."""

_IN_A_PICTURE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"})
_NOT_IN_A_FILE_NAME = re.compile(r"[^\w.() -]+")
_LONGEST_FILE_NAME = 80


def in_markdown(words: str) -> str:
    """Words to stand inside a text, a message, a label or a table that Streamlit reads as Markdown.

    Returns them on one line, escaped. Words without marks of Markdown stay as they are.
    """
    shown = _one_line(words)
    for pattern, parted in _REPLACED:
        shown = pattern.sub(parted, shown)
    shown = _ALWAYS.sub(r"\\\g<0>", shown)
    for pattern in (_UNDERSCORE, _ENTITY, _COLON):
        shown = pattern.sub(r"\\\g<0>", shown)
    start = _AT_START.match(shown)
    if start:
        shown = f"\\{shown}" if start[1] else f"{start[2]}\\{shown[len(start[2]) :]}"
    return shown


def in_picture(words: str) -> str:
    """Words to stand in a chart: Plotly reads some HTML, its entities, and formulas between dollars."""
    return _one_line(words).translate(_IN_A_PICTURE)


def in_file_name(words: str) -> str:
    """Words to stand in the name of a file to download: letters, digits, spaces, dots, brackets and hyphens."""
    return _NOT_IN_A_FILE_NAME.sub("-", _one_line(words))[:_LONGEST_FILE_NAME].strip(". -") or "file"


def _one_line(words: str) -> str:
    return _DIRECTION.sub("", _CONTROL.sub(" ", words)).strip()
