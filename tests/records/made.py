"""Files made up for the tests, and the import as the tests call it."""

from h4a_core.records.intake import importing

HOUSEHOLDS = (
    "Cod. nucleo;Coorte;Data domanda;Data ingresso;N. componenti;di cui minori;con disabilità;Fascia;ISEE (€);"
    "Causa emergenza;Servizio inviante"
)
GOOD = "A-1;2022;20/04/2022;09/11/2022;3;1;0;Incapiente;1.111,27;separazione;CEA"
REFERENCE = "Cod. nucleo;N. componenti;Tipo struttura;Dal;Al;Costo giornaliero (€);Contributo nucleo (€/giorno)"


def households(*rows, head=HOUSEHOLDS):
    return "\n".join([head, *rows]).encode()


def load(store, name, data, **options):
    return importing.load(store, name, data, **options)


def load_many(store, files, **options):
    return importing.load_many(store, files, **options)


def preview(store, name, data, **options):
    return importing.preview(store, name, data, **options)
