"""Tells formats that are not read from damaged files, so that the refusal can say the way out."""

import io
import json
import re

from h4a_core.records.formats.limits import MEGABYTE, UnreadableFileError
from h4a_core.text import Text

_PROTECTED = Text(
    it="è protetto da una parola chiave. Aprilo con Excel, togli la protezione (File, Informazioni, Proteggi cartella "
    "di lavoro, Crittografa con password: lascia vuoto) e salvalo di nuovo",
    en="it is protected by a password. Open it with Excel, remove the protection (File, Info, Protect Workbook, "
    "Encrypt with Password: leave it empty) and save it again",
)
_DBF = Text(
    it="è una tabella dBASE (DBF). Aprila con LibreOffice Calc o Excel e salvala come XLSX",
    en="it is a dBASE table (DBF). Open it with LibreOffice Calc or Excel and save it as XLSX",
)
_JSON = Text(
    it="è JSON. Chiedi a chi lo ha esportato un CSV o un XLSX, oppure aprilo in Excel (Dati, Recupera dati, Da JSON) e "
    "salvalo come XLSX",
    en="it is JSON. Ask whoever exported it for CSV or XLSX, or open it in Excel (Data, Get Data, From JSON) and save "
    "it as XLSX",
)
_DBF_KINDS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xf5\xfb")
_HEADER_BYTES = 32
_MONTHS, _DAYS = range(1, 13), range(1, 32)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_FILEPASS = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06.{14}|\x08\x00\x00\x05.{6})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""The record of a password, right behind the one that begins a workbook of Excel 97 or 95."""
_MANIFEST = "META-INF/manifest.xml"


def refuse_foreign(content: bytes) -> None:
    """Raise UnreadableFileError, with the way out, where a file is in a format that is known but not read."""
    if content.startswith(_COMPOUND) and (_ENCRYPTED in content or _FILEPASS.search(content) is not None):
        raise UnreadableFileError(_PROTECTED)
    if content.startswith(b"PK") and b"manifest:encryption-data" in _manifest(content):
        raise UnreadableFileError(_PROTECTED)
    if _is_dbf(content):
        raise UnreadableFileError(_DBF)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and _is_json(content):
        raise UnreadableFileError(_JSON)


def _manifest(content: bytes) -> bytes:
    """The list of what a document of LibreOffice holds, as far as it is of a usual size; nothing where it has none."""
    import zipfile  # noqa: PLC0415 - slow to import, for zipped files only
    import zlib  # noqa: PLC0415 - likewise

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            one = archive.getinfo(_MANIFEST)
            return archive.read(one) if one.file_size < MEGABYTE else b""
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return b""


def _is_dbf(content: bytes) -> bool:
    if len(content) <= _HEADER_BYTES + 1 or content[0] not in _DBF_KINDS:
        return False
    length = int.from_bytes(content[8:10], "little")
    dated = content[2] in _MONTHS and content[3] in _DAYS
    return dated and _HEADER_BYTES < length <= len(content) and content.find(b"\r", _HEADER_BYTES, length) > 0


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return True
