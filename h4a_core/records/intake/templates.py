"""Empty workbooks for people to fill in: one for each table, with a sheet that explains its columns."""

from h4a_core.tables.fields import Field, Table
from h4a_core.text import Lang, Text

TEMPLATE_MARK = Text(it="Modello per l'import", en="Template for import")
_INSTRUCTIONS = Text(it="Istruzioni", en="Instructions")
_HEADINGS = (
    Text(it="Colonna", en="Column"),
    Text(it="Obbligatoria", en="Required"),
    Text(it="Come si scrive", en="How to write it"),
    Text(it="Che cos'è", en="What it is"),
)
_YES, _NO = Text(it="sì", en="yes"), Text(it="no", en="no")
_HOW: dict[str, Text] = {
    "code": Text(it="un codice, mai un nome", en="a code, never a name"),
    "text": Text(it="una parola breve", en="a short word"),
    "int": Text(it="un numero intero", en="a whole number"),
    "money": Text(it="un importo in euro: 1234,56", en="an amount in euro: 1234,56"),
    "decimal": Text(it="un numero: 1,5", en="a number: 1,5"),
    "date": Text(it="una data: gg/mm/aaaa", en="a date: dd/mm/yyyy"),
    "enum": Text(it="una di: {codes}", en="one of: {codes}"),
    "bool": Text(it="una di: {codes}", en="one of: {codes}"),
}


def template_workbook(table: Table, lang: Lang = "it") -> bytes:
    """An XLSX with the header row of a table and a sheet that explains each column; it can be filled and imported."""
    from h4a_core.records.formats.workbook_writing import new_workbook, put, saved  # noqa: PLC0415 - slow, for workbooks only

    workbook = new_workbook()
    sheet, explained = workbook.create_sheet(table.label[lang]), workbook.create_sheet(_INSTRUCTIONS[lang])
    rows = [[f"{TEMPLATE_MARK[lang]}: {table.label[lang]}", "", "", table.description[lang]]]
    rows.append([heading[lang] for heading in _HEADINGS])
    for number, field in enumerate(table.fields, start=1):
        put(sheet, 1, number, field.label[lang])
        required = (_YES if field.required else _NO)[lang]
        rows.append([f"{number}. {field.label[lang]}", required, _how(field, lang), field.description[lang]])
    for line, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            put(explained, line, column, text)
    return saved(workbook)


def _how(field: Field, lang: Lang) -> str:
    return _HOW[field.kind][lang].format(codes=", ".join(code.label[lang] for code in field.codes))
