"""ZIP archives of files: what they hold, within limits, each file to be imported as its own."""

import io
import sys
import zipfile
from collections.abc import Iterator
from copy import copy
from zlib import error as ZlibError  # noqa: N812 - an exception with a small name

from h4a_core.records.formats import limits
from h4a_core.records.formats.limits import Expansion, UnreadableFileError
from h4a_core.text import Text

SEPARATOR = " \u203a "
"""Stands between the name of a file and that of a sheet or file inside it."""
_WORKBOOK_PARTS = ("[Content_Types].xml", "content.xml", "xl/workbook.xml", "xl/workbook.bin")
_FILES_OF_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_PIECE_BYTES = 1_000_000

_BROKEN = Text(it="l'archivio ZIP è rovinato", en="the ZIP archive is damaged")
_PROTECTED = Text(it="l'archivio ZIP è protetto da una parola chiave", en="the ZIP archive is protected by a password")
_NESTED = Text(
    it="l'archivio ZIP contiene altri archivi ({name}). Mettici solo file di dati",
    en="the ZIP archive holds other archives ({name}). Put only files of records into it",
)


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP of files, and no workbook (which is a ZIP too)."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not any(part in archive.namelist() for part in _WORKBOOK_PARTS)
    except zipfile.BadZipFile:
        return False


def opened(data: bytes) -> zipfile.ZipFile:
    """A ZIP. Raises UnreadableFileError when it is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(_BROKEN) from error


def check_declared(archive: zipfile.ZipFile, expansion: Expansion) -> list[zipfile.ZipInfo]:
    """The files in a ZIP. Raises UnreadableFileError when already what it says of their sizes is beyond the limits."""
    held = [one for one in archive.infolist() if not one.is_dir()]
    expansion.check(sum(one.file_size for one in held))
    return held


def pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, expansion: Expansion) -> Iterator[bytes]:
    """The content of a file in a ZIP, counted as it comes out: up to its true end, whatever size the ZIP says it has.

    Raises UnreadableFileError when it is protected, damaged, has another size than said, or comes to too much.
    """
    unbounded = copy(entry)
    unbounded.file_size = sys.maxsize
    size = 0
    try:
        with archive.open(unbounded) as stream:
            while piece := stream.read(_PIECE_BYTES):
                size += len(piece)
                expansion.add(len(piece))
                yield piece
    except RuntimeError as error:
        raise UnreadableFileError(_PROTECTED) from error
    except (zipfile.BadZipFile, ZlibError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableFileError(_BROKEN) from error
    if size != entry.file_size:
        raise UnreadableFileError(_BROKEN)


def unpacked(data: bytes, expansion: Expansion) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in a ZIP, in the order of the names.

    Raises UnreadableFileError when it is damaged, protected, beyond a limit, or holds further archives.
    """
    with opened(data) as archive:
        for one in sorted(records_in(archive, expansion), key=lambda entry: entry.filename):
            content = b"".join(pieces(archive, one, expansion))
            if is_archive(content):
                raise UnreadableFileError(_NESTED.format(name=one.filename))
            yield one.filename, content


def records_in(archive: zipfile.ZipFile, expansion: Expansion) -> list[zipfile.ZipInfo]:
    """The files of a ZIP that may hold records. Raises UnreadableFileError when they are too many or say to be."""
    held = [one for one in check_declared(archive, expansion) if not _is_of_system(one.filename)]
    limits.check_files(len(held))
    return held


def _is_of_system(name: str) -> bool:
    """Whether a file was put into an archive by an operating system or office program, and holds no records."""
    return name.startswith(_FILES_OF_SYSTEMS) or name.rsplit("/", 1)[-1].startswith((*_FILES_OF_SYSTEMS, "._", "~$"))
