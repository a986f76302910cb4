"""ZIP archives of files: what they hold, within limits, each file to be imported as its own."""

import io
import zipfile
from collections.abc import Iterator
from zlib import error as ZlibError  # noqa: N812 - an exception with a small name

from h4a_core.progress import ProgressMonitor
from h4a_core.records.formats import limits
from h4a_core.records.formats.limits import UnreadableFileError
from h4a_core.text import Text

SEPARATOR = " \u203a "
"""Stands between the name of a file and that of a sheet or file inside it."""
_WORKBOOK_PARTS = ("[Content_Types].xml", "content.xml", "xl/workbook.xml", "xl/workbook.bin")
_FILES_OF_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")

_UNPACKING = Text(it="apro l'archivio ZIP", en="opening the ZIP archive")
_BROKEN = Text(it="l'archivio ZIP è rovinato", en="the ZIP archive is damaged")
_PROTECTED = Text(it="l'archivio ZIP è protetto da una parola chiave", en="the ZIP archive is protected by a password")
_NESTED = Text(
    it="l'archivio ZIP contiene altri archivi ({name}). Mettici solo file di dati",
    en="the ZIP archive holds other archives ({name}). Put only files of records into it",
)


def open_file(name: str, data: bytes, monitor: ProgressMonitor) -> Iterator[tuple[str, bytes]]:
    """The files in a ZIP, each with a name that says where it was; any other file as it is.

    Raises UnreadableFileError when the file is too large, and as `unpacked` does.
    """
    limits.check_size(data)
    if not is_archive(data):
        yield name, data
        return
    for inner, content in list(monitor.track(unpacked(data), _UNPACKING, 1)):
        yield f"{name}{SEPARATOR}{inner}", content


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP of files, and no workbook (which is a ZIP too)."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return not any(part in archive.namelist() for part in _WORKBOOK_PARTS)
    except zipfile.BadZipFile:
        return False


def check_archive(data: bytes) -> list[zipfile.ZipInfo]:
    """What a ZIP holds. Raises UnreadableFileError when it is damaged or would expand beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = [one for one in archive.infolist() if not one.is_dir()]
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(_BROKEN) from error
    limits.check_expansion(len(data), sum(one.file_size for one in held))
    return held


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in a ZIP, in the order of the names.

    Raises UnreadableFileError when it is damaged, protected, beyond a limit, or holds further archives.
    """
    held = [one for one in check_archive(data) if not _is_of_system(one.filename)]
    if len(held) > limits.MAX_FILES_IN_ZIP:
        raise UnreadableFileError(limits.TOO_MANY_FILES.format(count=len(held), limit=limits.MAX_FILES_IN_ZIP))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for one in sorted(held, key=lambda entry: entry.filename):
            try:
                content = archive.read(one)
            except RuntimeError as error:
                raise UnreadableFileError(_PROTECTED) from error
            except (zipfile.BadZipFile, ZlibError, NotImplementedError, EOFError) as error:
                raise UnreadableFileError(_BROKEN) from error
            if is_archive(content):
                raise UnreadableFileError(_NESTED.format(name=one.filename))
            yield one.filename, content


def _is_of_system(name: str) -> bool:
    """Whether a file was put into an archive by an operating system or office program, and holds no records."""
    return name.startswith(_FILES_OF_SYSTEMS) or name.rsplit("/", 1)[-1].startswith((*_FILES_OF_SYSTEMS, "._", "~$"))
