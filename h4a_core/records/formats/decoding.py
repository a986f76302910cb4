"""From bytes to UTF-8 text: which encoding a file is in, told from its marks and from the letters offices use."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass

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
_LETTER = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|"
    rb"[\xf1-\xf4][\x80-\xbf]{3}"
)
_UTF8_LETTERS = re.compile(_LETTER)
_FOREIGN_BYTES = re.compile(rb"[\x80-\xff]+")
_FOREIGN_OR_LETTER = re.compile(rb"(" + _LETTER + rb")|[\x80-\xff]")
_OFTEN = 5
"""How many times rarer the characters of another encoding must be to be taken for strays."""
_MOST_NAMED = 20

_FOREIGN = Text(
    it="Righe con caratteri di un'altra codifica, diversa da quella del file ({encoding}): {lines} (in tutto {count}). "
    "Il resto è letto com'è: controlla le lettere accentate di queste righe.",
    en="Lines with characters of another encoding than that of the file ({encoding}): {lines} ({count} in all). The "
    "rest is read as it is: check the accented letters of these lines.",
)
_NO_TEXT = Text(it="non è testo in nessuna codifica nota", en="it is no text in any known encoding")


@dataclass(frozen=True)
class Encoded:
    """The encoding of a text, and the lines that hold characters of another one."""

    name: str
    foreign_lines: tuple[int, ...] = ()

    def notes(self) -> tuple[Text, ...]:
        """What is worth saying about it."""
        if not self.foreign_lines:
            return ()
        lines = ", ".join(str(line) for line in self.foreign_lines[:_MOST_NAMED])
        return (_FOREIGN.format(encoding=self.name, lines=lines, count=len(self.foreign_lines)),)


def encoding_of(data: bytes) -> Encoded:
    """The encoding of a text. Raises UnreadableFileError when it is text in no known encoding.

    A line with single characters of another encoding does not change that of the others: which one fits most
    characters is that of the file.
    """
    wide = "utf-16" if data.startswith(_BYTE_ORDER_MARKS) else _wide(data[:1000])
    if wide is not None:
        if not _fits(data, wide):
            raise UnreadableFileError(_NO_TEXT)
        return Encoded(wide)
    marked = "utf-8-sig" if data.startswith(_UTF8_MARK) else "utf-8"
    if _fits(data, "utf-8"):
        return Encoded(marked)
    wrong = _FOREIGN_BYTES.findall(_UTF8_LETTERS.sub(b"", data))
    right = _UTF8_LETTERS.findall(data)
    if len(right) > sum(map(len, wrong)) or marked == "utf-8-sig":
        return Encoded(marked, _lines_with_foreign(data))
    return _narrow(data, right, wrong)


def _narrow(data: bytes, right: list[bytes], wrong: list[bytes]) -> Encoded:
    """The encoding of one byte per letter that fits; `right` could be letters in UTF-8, `wrong` could not."""
    beginning = data[:_SAMPLE_BYTES]
    likely = sorted(ENCODINGS, key=lambda one: -_marks(beginning.decode(one, errors="replace")))
    best = likely[0]
    if right and _seldom(len(right), sum(map(len, wrong))):
        lines = enumerate(data.split(b"\n"), start=1)
        mixed = tuple(number for number, line in lines if not line.isascii() and _fits(line, "utf-8"))
        if mixed:
            return Encoded(best, mixed)
    if not _fits(data, best):
        undefined = [one for one in wrong if not _fits(one, best)]
        if _seldom(len(undefined), len(wrong)):
            lines = enumerate(data.split(b"\n"), start=1)
            return Encoded(best, tuple(number for number, line in lines if not _fits(line, best)))
    # Mac and DOS encodings know all bytes: one of them always fits
    return Encoded(next(one for one in likely if _fits(data, one)))


def _seldom(few: int, many: int) -> bool:
    return few * _OFTEN <= many


def _lines_with_foreign(data: bytes) -> tuple[int, ...]:
    return tuple(number for number, line in enumerate(data.split(b"\n"), start=1) if not _fits(line, "utf-8"))


def as_utf8(data: bytes, encoded: Encoded) -> Iterator[bytes]:
    """The text in UTF-8, piece by piece. Raises UnicodeDecodeError where it is not in this encoding."""
    if encoded.foreign_lines:
        yield _line_by_line(data[UTF8.get(encoded.name, 0) :], encoded)
        return
    decoder = getincrementaldecoder(encoded.name)()
    for start in range(0, len(data), _PART_BYTES):
        yield decoder.decode(data[start : start + _PART_BYTES]).encode("utf-8")
    yield decoder.decode(b"", final=True).encode("utf-8")


def _line_by_line(data: bytes, encoded: Encoded) -> bytes:
    """All lines in the file's encoding, and the foreign characters of the others each in that which knows it."""
    lines = data.split(b"\n")
    for place, line in enumerate(lines):
        if line.isascii():
            continue
        if _fits(line, "utf-8"):
            continue
        if encoded.name in UTF8:
            lines[place] = _FOREIGN_OR_LETTER.sub(_letter, line)
        else:
            lines[place] = line.decode(encoded.name, errors="replace").encode("utf-8")
    return b"\n".join(lines)


def _letter(found: re.Match[bytes]) -> bytes:
    """A letter in UTF-8 as it is; bytes that are none by the encoding of Western offices."""
    return found[1] or found[0].decode("cp1252", errors="replace").encode("utf-8")


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
