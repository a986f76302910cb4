"""From bytes to UTF-8 text: which encoding a file is in, told from its marks and from the letters offices use."""

from codecs import getincrementaldecoder
from collections.abc import Iterator

from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.text import Text

ENCODINGS = ("cp1252", "mac_roman", "iso-8859-15", "cp850")
"""Encodings of European office files that are not Unicode; the first wins where the text does not tell them apart."""
UTF8 = {"utf-8": 0, "utf-8-sig": 3}
"""The encodings that are UTF-8 already, each with the bytes of its mark at the beginning."""
_LETTERS = "àèéìòùÀÈÉÌÒÙ°€çâêîôûëïöüäñß"
_PUNCTUATION = "’…“”–"
"""Counts half: what is an ellipsis in one encoding is a letter in another."""
_SAMPLE_BYTES = 200_000
_PART_BYTES = 1_000_000
_FEWEST_ZEROS = 0.3
"""Share of zero bytes at every second place from which a text without a mark is taken for UTF-16."""
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"

_NO_TEXT = Text(it="non è testo in nessuna codifica nota", en="it is no text in any known encoding")


def encoding_of(data: bytes) -> str:
    """The encoding of a text. Raises UnreadableFileError when it is text in no known encoding."""
    wide = "utf-16" if data.startswith(_BYTE_ORDER_MARKS) else _wide(data[:1000])
    if wide is not None:
        if not _fits(data, wide):
            raise UnreadableFileError(_NO_TEXT)
        return wide
    if _fits(data, "utf-8"):
        return "utf-8-sig" if data.startswith(_UTF8_MARK) else "utf-8"
    beginning = data[:_SAMPLE_BYTES]
    likely = sorted(ENCODINGS, key=lambda one: -_marks(beginning.decode(one, errors="replace")))
    # Mac and DOS encodings know all bytes: one of them always fits
    return next(one for one in likely if _fits(data, one))


def as_utf8(data: bytes, encoding: str) -> Iterator[bytes]:
    """The text in UTF-8, piece by piece. Raises UnicodeDecodeError where it is not in this encoding."""
    decoder = getincrementaldecoder(encoding)()
    for start in range(0, len(data), _PART_BYTES):
        yield decoder.decode(data[start : start + _PART_BYTES]).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _fits(data: bytes, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    ascii_is_right = encoding == "utf-8"
    try:
        for start in range(0, len(data), _PART_BYTES):
            part = data[start : start + _PART_BYTES]
            if not (ascii_is_right and part.isascii() and not decoder.getstate()[0]):
                decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide(beginning: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of ordinary text is zero."""
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        every_second = beginning[first::2]
        other = beginning[1 - first :: 2]
        if every_second.count(0) > _FEWEST_ZEROS * len(every_second) and not other.count(0):
            return encoding
    return None


def _marks(text: str) -> int:
    """How many of the marks that offices use are in a text, and not what another encoding makes of them."""
    return 2 * sum(text.count(one) for one in _LETTERS) + sum(text.count(one) for one in _PUNCTUATION)
