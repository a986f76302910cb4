"""Tables about what families say: the yearly survey of the contract, and the answers to an instrument's items."""

from dataclasses import replace
from decimal import Decimal

from h4a_core.tables.codes import ANSWERS
from h4a_core.tables.families import HOUSEHOLD_ID, ZERO
from h4a_core.tables.fields import Field, Table
from h4a_core.text import Text

WAVE = Field(
    "wave",
    "int",
    Text(it="Anno", en="Wave"),
    Text(it="Anno di programma del questionario: 1, 2, 3.", en="Programme year of the survey: 1, 2, 3."),
    ("anno questionario", "rilevazione", "anno programma", "ondata"),
    low=ZERO,
    high=Decimal(20),
)
SURVEY_DATE = Field(
    "date",
    "date",
    Text(it="Data questionario", en="Date"),
    Text(it="Giorno del questionario.", en="Day of the survey."),
    ("data", "data rilevazione", "data compilazione"),
)


def _dimension(name: str, label: Text, aliases: tuple[str, ...]) -> tuple[Field, Field, Field]:
    """An answer of the survey, with its score and baseline on the same scale (1 to 5, or any up to 100)."""
    answer = Field(
        name,
        "enum",
        label,
        Text(
            it="Migliorato, uguale, peggiorato; vuoto: nessuna risposta.",
            en="Improved, same or worse; blank: no answer.",
        ),
        aliases,
        required=False,
        codes=ANSWERS,
    )
    score = Field(
        f"{name}_score",
        "decimal",
        Text(it=f"{label.it} punteggio", en=f"{label.en} score"),
        Text(it="Punteggio di questo questionario.", en="Score of this survey."),
        (f"punteggio {label.it}",),
        required=False,
        low=ZERO,
        high=Decimal(100),
    )
    baseline = Field(
        f"{name}_baseline",
        "decimal",
        Text(it=f"{label.it} punteggio iniziale", en=f"{label.en} baseline"),
        Text(it="Punteggio all'ingresso, sulla stessa scala.", en="Score at entry, on the same scale."),
        (f"{label.it} iniziale", f"punteggio iniziale {label.it}"),
        required=False,
        low=ZERO,
        high=Decimal(100),
    )
    return answer, score, baseline


SURVEYS = Table(
    "surveys",
    Text(it="Questionari", en="Surveys"),
    Text(it="Che cosa le famiglie dichiarano, un anno dopo l'altro.", en="What families state, year after year."),
    ("household_id", "wave"),
    (
        HOUSEHOLD_ID,
        WAVE,
        SURVEY_DATE,
        *_dimension("wellbeing", Text(it="Benessere", en="Wellbeing"), ("benessere personale",)),
        *_dimension("empowerment", Text(it="Empowerment", en="Empowerment"), ("autonomia",)),
        *_dimension("economic", Text(it="Benessere economico", en="Economic wellbeing"), ("situazione economica",)),
    ),
    of_known_household=True,
    scored=("wellbeing", "empowerment", "economic"),
    newest_by=("date",),
)

INSTRUMENT_ANSWERS = Table(
    "instrument_answers",
    Text(it="Risposte ai quesiti", en="Item answers"),
    Text(
        it="Le risposte ai quesiti di uno strumento, una per riga.",
        en="The answers to the items of an instrument, one per row.",
    ),
    ("household_id", "instrument", "wave", "item"),
    (
        HOUSEHOLD_ID,
        Field(
            "instrument",
            "code",
            Text(it="Strumento", en="Instrument"),
            Text(it="Codice dello strumento in instruments.yaml.", en="Code of the instrument in instruments.yaml."),
            ("codice strumento", "questionario", "scala"),
        ),
        replace(
            WAVE,
            description=Text(
                it="Anno di programma: 0 all'ingresso, poi 1, 2, 3.", en="Programme year: 0 at entry, then 1, 2, 3."
            ),
        ),
        SURVEY_DATE,
        Field(
            "item",
            "code",
            Text(it="Quesito", en="Item"),
            Text(it="Codice del quesito nello strumento.", en="Code of the item in the instrument."),
            ("codice quesito", "voce", "id quesito"),
        ),
        Field(
            "answer",
            "int",
            Text(it="Risposta", en="Answer"),
            Text(it="Numero sulla scala; vuoto: nessuna risposta.", en="Number on the scale; blank: no answer."),
            ("valore risposta", "valore"),
            required=False,
            low=ZERO,
            high=Decimal(100),
        ),
    ),
    of_known_household=True,
    newest_by=("date",),
)
