"""The code lists of the records, with the words that offices write for each code."""

from h4a_core.tables.fields import Code
from h4a_core.text import Text

INCOME_CLASSES = (
    Code("no_income", Text(it="Incapiente", en="No income"), ("incapienti", "senza reddito", "nessun reddito")),
    Code(
        "partial_income",
        Text(it="Parzialmente capiente", en="Partial income"),
        ("parz. capiente", "parzialmente capienti", "reddito parziale"),
    ),
)
EMERGENCY_CAUSES = (
    Code(
        "eviction_arrears",
        Text(it="Sfratto per morosità", en="Eviction for arrears"),
        ("morosità", "sfratto morosità", "morosità incolpevole", "sfratto", "eviction"),
    ),
    Code(
        "end_of_lease",
        Text(it="Fine locazione", en="End of lease"),
        ("finita locazione", "sfratto per finita locazione", "fine contratto"),
    ),
    Code("foreclosure", Text(it="Pignoramento", en="Foreclosure"), ("esecuzione immobiliare", "asta")),
    Code(
        "unfit_dwelling",
        Text(it="Alloggio inagibile", en="Unfit dwelling"),
        ("inagibilità", "alloggio inadeguato", "alloggio antigienico"),
    ),
    Code("separation", Text(it="Separazione", en="Separation"), ("divorzio", "separazione coniugale")),
    Code("violence", Text(it="Violenza domestica", en="Domestic violence"), ("violenza", "maltrattamenti")),
    Code("hosting_ended", Text(it="Fine ospitalità", en="End of hosting"), ("fine ospitalità presso terzi",)),
    Code("no_dwelling", Text(it="Senza dimora", en="No dwelling"), ("senza alloggio", "homeless")),
    Code("other", Text(it="Altro", en="Other"), ("altra causa", "altre cause")),
)
FACILITY_TYPES = (
    Code("hotel", Text(it="Albergo", en="Hotel"), ("hotel", "pensione", "albergamento", "b&b")),
    Code("residence", Text(it="Residence", en="Residence"), ("residenza", "residenza temporanea", "social housing")),
    Code("dormitory", Text(it="Dormitorio", en="Dormitory"), ("casa di accoglienza", "casa di ospitalità notturna")),
    Code("other", Text(it="Altro", en="Other"), ("altra struttura",)),
)
ROUTES = (
    Code("new_home", Text(it="Nuovo alloggio", en="New home"), ("nuova abitazione", "nuova locazione", "nuovo")),
    Code("kept_home", Text(it="Mantenimento", en="Kept home"), ("mantenimento abitazione", "mantenimento alloggio")),
)
END_REASONS = (
    Code(
        "council_home",
        Text(it="Assegnazione casa popolare", en="Council home"),
        ("casa popolare", "assegnazione ERP", "ERP", "assegnazione alloggio popolare", "edilizia popolare"),
    ),
    Code("bought_home", Text(it="Acquisto casa", en="Bought a home"), ("acquisto", "acquisto alloggio")),
    Code(
        "other_stable_home",
        Text(it="Altra casa stabile", en="Other stable home"),
        ("altra sistemazione stabile", "altro contratto", "altra locazione", "nuovo contratto"),
    ),
    Code("eviction", Text(it="Sfratto", en="Eviction"), ("sfratto esecutivo", "sfratto per finita locazione")),
    Code("arrears", Text(it="Morosità", en="Arrears"), ("sfratto per morosità", "mancato pagamento")),
    Code(
        "return_to_temporary",
        Text(it="Rientro in struttura", en="Return to temporary stay"),
        ("rientro in albergo", "rientro in albergamento", "ritorno in struttura"),
    ),
    Code("abandoned", Text(it="Abbandono", en="Abandoned"), ("abbandonato", "rinuncia", "ritiro")),
    Code("moved_away", Text(it="Trasferimento", en="Moved away"), ("trasferito", "trasferimento altrove", "trasloco")),
    Code("deceased", Text(it="Decesso", en="Deceased"), ("deceduto", "deceduta", "morte")),
    Code("other", Text(it="Altro", en="Other"), ("altro motivo",)),
)
ANSWERS = (
    Code("improved", Text(it="Migliorato", en="Improved"), ("migliorata", "meglio", "aumentato", "better", "+")),
    Code("same", Text(it="Uguale", en="Same"), ("invariato", "invariata", "stabile", "unchanged", "=")),
    Code("worse", Text(it="Peggiorato", en="Worse"), ("peggiorata", "peggio", "diminuito", "-", "–")),
    Code("no_answer", Text(it="Nessuna risposta", en="No answer"), ("non risponde", "non risposto", "nr", "n.r.")),
)
ORIGINS = (
    Code("vacant_private", Text(it="Privato sfitto", en="Vacant private"), ("sfitto", "privato", "alloggio sfitto")),
    Code("auction", Text(it="Asta", en="Auction"), ("asta giudiziaria", "da asta")),
    Code("donation", Text(it="Donazione", en="Donation"), ("donato", "lascito")),
    Code("other", Text(it="Altro", en="Other"), ("altra provenienza",)),
)
YES_NO = (
    Code("true", Text(it="Sì", en="Yes"), ("s", "y", "vero", "1", "x")),
    Code("false", Text(it="No", en="No"), ("n", "falso", "0")),
)
