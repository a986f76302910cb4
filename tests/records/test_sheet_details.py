"""What is found of a sheet of an XLSX while it is unpacked piece by piece, before any cell is read."""

import pytest

from h4a_core.records.formats import sheet_details

SHEET = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="B2"><v>2</v></c></row>'


def test_a_sheet_longer_than_one_stretch_is_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_details, "_WHOLE_BYTES", 30)
    pieces = [SHEET[start : start + 20] for start in range(0, len(SHEET), 20)]
    found = sheet_details._details_of_xlsx_part(pieces, {})
    whole = sheet_details._details_of_xlsx_part([SHEET], {})
    assert (found.hidden_rows, found.extent) == (whole.hidden_rows, whole.extent)
    assert found.hidden_rows == 1


def test_a_stretch_without_a_beginning_of_a_cell_is_passed_on_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_details, "_WHOLE_BYTES", 30)
    assert b"".join(sheet_details._whole_cells([b"x" * 40, b"y" * 40])) == b"x" * 40 + b"y" * 40
