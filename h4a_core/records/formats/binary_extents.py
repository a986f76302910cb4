"""How far the sheets of binary workbooks (XLS, XLSB) reach, told from their records; the cells themselves are not read.

Sources: Microsoft's [MS-CFB], [MS-XLS] and [MS-XLSB].
"""

import struct
from collections.abc import Iterator

from h4a_core.records.formats.extents import Extent

_XLSB_ROW = 0
_XLSB_CELLS = range(2, 12)
"""Records of cells with a value: numbers, errors, truth values, texts and results of formulas."""
_BOF, _EOF, _BOUNDSHEET, _DIMENSIONS, _MULRK = 0x0809, 0x000A, 0x0085, 0x0200, 0x00BD
_XLS_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, _MULRK})
"""Records of cells with a value, likewise."""
_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR_BYTES = (512, 4096)
_ENTRY_BYTES = 128
_END_OF_CHAIN = 0xFFFFFFFA
"""Numbers from here on name no sector."""
_IN_HEADER = 109
"""Sectors of the table of sectors that the header itself lists."""


def xlsb_extent(content: bytes) -> Extent:
    """The extent of one sheet of an XLSB: a run of records, each with number and length."""
    extent, row = Extent(), 0
    for kind, start, length in _xlsb_records(content):
        if kind == _XLSB_ROW and length >= 4:  # noqa: PLR2004 - bytes of a number
            (row,) = struct.unpack_from("<I", content, start)
        elif kind in _XLSB_CELLS and length >= 4:  # noqa: PLR2004
            (column,) = struct.unpack_from("<I", content, start)
            extent.fill(row + 1, column + 1)
    return extent


def _xlsb_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record; kind and length are written seven bits a byte."""
    place, end = 0, len(content)
    while place < end:
        kind, place = _varying(content, place, 2)
        length, place = _varying(content, place, 4)
        yield kind, place, length if place + length <= end else 0
        place += length


def _varying(content: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for step in range(most):
        byte = content[place] if place < len(content) else 0
        place += 1
        number |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:  # noqa: PLR2004 - the bit that says "more"
            break
    return number, place


def xls_extents(data: bytes) -> dict[str, Extent]:
    """The extent of each sheet of an XLS by its name; nothing where the file is not built as one."""
    try:
        content = _workbook_stream(data)
        return dict(_xls_sheets(content)) if content else {}
    except (struct.error, IndexError):
        return {}


def _xls_sheets(content: bytes) -> Iterator[tuple[str, Extent]]:
    names: dict[int, str] = {}
    place, depth, extent, name = 0, 0, Extent(), ""
    while place + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, place)
        body = place + 4
        if kind == _BOF:
            depth += 1
            if depth == 1:
                extent, name = Extent(), names.get(place, "")
        elif kind == _EOF:
            depth -= 1
            if depth == 0 and name:
                yield name, extent
        elif kind == _BOUNDSHEET:
            (at,), (size, wide) = struct.unpack_from("<I", content, body), content[body + 6 : body + 8]
            letters = content[body + 8 : body + 8 + size * (1 + wide % 2)]
            names[at] = letters.decode("utf-16-le" if wide % 2 else "latin-1", errors="replace")
        elif kind == _DIMENSIONS:
            _, rows, _, columns = struct.unpack_from("<IIHH", content, body)
            extent.declared = max(extent.declared, rows * columns)
        elif kind in _XLS_CELLS:
            row, column = struct.unpack_from("<HH", content, body)
            if kind == _MULRK:
                (column,) = struct.unpack_from("<H", content, body + length - 2)
            extent.fill(row + 1, column + 1)
        place = body + length


def _workbook_stream(data: bytes) -> bytes:
    """The stream of records of an XLS, put together from the sectors of its compound file."""
    if not data.startswith(_MARK):
        return b""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in _SECTOR_BYTES:
        return b""
    (directory,) = struct.unpack_from("<I", data, 48)
    listed = [one for one in struct.unpack_from(f"<{_IN_HEADER}I", data, 76) if one < _END_OF_CHAIN]
    further, _ = struct.unpack_from("<II", data, 68)
    for _ in range(len(data) // size):
        if further >= _END_OF_CHAIN:
            break
        *found, further = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        listed += [one for one in found if one < _END_OF_CHAIN]
    table = b"".join(data[(one + 1) * size : (one + 2) * size] for one in listed)
    following = struct.unpack(f"<{len(table) // 4}I", table)

    def stream(start: int) -> bytes:
        sectors: list[int] = []
        while start < _END_OF_CHAIN and len(sectors) <= len(following):
            sectors.append(start)
            start = following[start]
        return b"".join(data[(one + 1) * size : (one + 2) * size] for one in sectors)

    entries = stream(directory)
    for place in range(0, len(entries), _ENTRY_BYTES):
        entry = entries[place : place + _ENTRY_BYTES]
        (name_bytes,) = struct.unpack_from("<H", entry, 64)
        if entry[: max(name_bytes - 2, 0)].decode("utf-16-le", errors="replace") in {"Workbook", "Book"}:
            start, length = struct.unpack_from("<II", entry, 116)
            return stream(start)[:length]
    return b""
