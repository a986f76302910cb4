"""Files made up for the tests, and the import as the tests call it."""

from h4a_core.records.intake.importing import load_many, preview_many

HOUSEHOLDS = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;ISEE (€);"
    "Causa emergenza;Servizio inviante"
)
GOOD = "A-1;2022;20/04/2022;09/11/2022;3;1;0;Incapiente;1.111,27;separazione;CEA"
REFERENCE = "Cod. nucleo;N. componenti;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)"


def households(*rows, head=HOUSEHOLDS):
    return "\n".join([head, *rows]).encode()


def load(store, name, data, **options):
    """Import a file with one table."""
    (result,) = load_many(store, [(name, data)], **options)
    return result


def preview(store, name, data, **options):
    """Preview a file with one table."""
    (shown,) = preview_many(store, [(name, data)], **options)
    return shown


def stored(store, columns, table="households"):
    """Those columns of the current rows of a table, in order of their values."""
    with store.reading() as cursor:
        return cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY ALL').fetchall()  # noqa: S608 - our own


def rules(result):
    """Line and rule of each finding."""
    return [(finding.row, finding.rule) for finding in result.findings]
