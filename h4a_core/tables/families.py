"""Tables about families: who is in the programme, what they received and what they answered."""

from decimal import Decimal

from h4a_core.tables.codes import EMERGENCY_CAUSES, END_REASONS, INCOME_CLASSES, YES_NO
from h4a_core.tables.fields import Field, Table
from h4a_core.text import Text

ZERO = Decimal(0)

HOUSEHOLD_ID = Field(
    "household_id",
    "code",
    Text(it="Cod. nucleo", en="Household code"),
    Text(
        it="Codice che non dice chi è la famiglia; lo stesso in tutti i file.",
        en="A code that does not tell who the family is; the same in every file.",
    ),
    ("codice nucleo", "cod nucleo", "id nucleo", "nucleo", "codice famiglia", "id famiglia", "household"),
)
COHORT = Field(
    "cohort",
    "int",
    Text(it="Coorte", en="Cohort"),
    Text(it="Anno di programma in cui la famiglia è entrata.", en="Programme year in which the family entered."),
    ("anno coorte", "anno di ingresso", "anno programma"),
    low=Decimal(2000),
    high=Decimal(2100),
)
APPLICATION_DATE = Field(
    "application_date",
    "date",
    Text(it="Data domanda", en="Application date"),
    Text(it="Giorno della domanda di casa: da qui si conta l'attesa.", en="Day of the request: waiting starts here."),
    ("data della domanda", "data richiesta", "data presentazione domanda", "domanda"),
)
MEMBERS = Field(
    "members",
    "int",
    Text(it="N. componenti", en="Members"),
    Text(it="Persone della famiglia, minori compresi.", en="People in the family, minors included."),
    ("componenti", "numero componenti", "num componenti", "nr componenti", "n componenti nucleo"),
    low=Decimal(1),
    high=Decimal(25),
)
MINORS = Field(
    "minors",
    "int",
    Text(it="di cui minori", en="of whom minors"),
    Text(it="Persone con meno di 18 anni.", en="People under 18."),
    ("minori", "n minori", "numero minori"),
    low=ZERO,
    high=Decimal(25),
)
DISABILITY = Field(
    "members_with_disability",
    "int",
    Text(it="con disabilità", en="Members with disability"),
    Text(it="Persone con disabilità riconosciuta.", en="People with a recognised disability."),
    ("disabilità", "componenti con disabilità", "n disabili", "di cui con disabilità", "disabili"),
    low=ZERO,
    high=Decimal(25),
)
ISEE = Field(
    "isee",
    "money",
    Text(it="ISEE (€)", en="ISEE (EUR)"),
    Text(it="Indicatore ISEE della famiglia, in euro l'anno.", en="ISEE income indicator, in euro a year."),
    ("valore isee", "indicatore isee"),
    required=False,
    low=ZERO,
    high=Decimal(1_000_000),
)
EMERGENCY_CAUSE = Field(
    "emergency_cause",
    "enum",
    Text(it="Causa emergenza", en="Cause of emergency"),
    Text(it="Perché la famiglia ha perso o sta perdendo la casa.", en="Why the family lost or is losing its home."),
    ("causa dell'emergenza", "motivo emergenza", "causa emergenza abitativa", "causa"),
    codes=EMERGENCY_CAUSES,
)

HOUSEHOLDS = Table(
    "households",
    Text(it="Nuclei", en="Households"),
    Text(it="Le famiglie del programma, una per riga.", en="The families of the programme, one per row."),
    ("household_id",),
    (
        HOUSEHOLD_ID,
        COHORT,
        APPLICATION_DATE,
        Field(
            "enrolled_date",
            "date",
            Text(it="Data ingresso", en="Enrolled date"),
            Text(it="Giorno di ingresso nel programma.", en="Day of entry into the programme."),
            ("data di ingresso", "ingresso", "data presa in carico", "data inserimento"),
        ),
        MEMBERS,
        MINORS,
        DISABILITY,
        Field(
            "income_class",
            "enum",
            Text(it="Fascia", en="Income class"),
            Text(it="Capacità di reddito della famiglia.", en="What the family can pay from its income."),
            ("fascia di reddito", "fascia reddito", "classe di reddito", "capienza"),
            codes=INCOME_CLASSES,
        ),
        ISEE,
        EMERGENCY_CAUSE,
        Field(
            "referral_service",
            "text",
            Text(it="Servizio inviante", en="Referral service"),
            Text(it="Ufficio che ha segnalato la famiglia.", en="Office that referred the family."),
            ("ente inviante", "servizio segnalante", "inviante"),
        ),
        Field(
            "exit_date",
            "date",
            Text(it="Data uscita", en="Exit date"),
            Text(it="Giorno di uscita dal programma, se uscita.", en="Day of exit from the programme, if any."),
            ("data di uscita", "uscita"),
            required=False,
        ),
        Field(
            "exit_reason",
            "enum",
            Text(it="Motivo uscita", en="Exit reason"),
            Text(it="Perché è uscita.", en="Why it left."),
            ("motivo di uscita", "causa uscita"),
            required=False,
            codes=END_REASONS,
        ),
    ),
    in_order=(("application_date", "enrolled_date"), ("enrolled_date", "exit_date")),
    at_most=(("minors", "members"), ("members_with_disability", "members")),
    newest_by=("application_date", "enrolled_date", "exit_date"),
)

CANDIDATES = Table(
    "candidates",
    Text(it="Candidature", en="Candidates"),
    Text(it="Famiglie che chiedono di entrare, con gli indicatori di scelta.", en="Families asking to enter."),
    ("household_id",),
    (
        HOUSEHOLD_ID,
        APPLICATION_DATE,
        MEMBERS,
        MINORS,
        DISABILITY,
        ISEE,
        Field(
            EMERGENCY_CAUSE.name,
            "enum",
            EMERGENCY_CAUSE.label,
            EMERGENCY_CAUSE.description,
            EMERGENCY_CAUSE.aliases,
            required=False,
            codes=EMERGENCY_CAUSES,
        ),
        Field(
            "residence_years",
            "decimal",
            Text(it="Anni di residenza", en="Years of residence"),
            Text(it="Anni di residenza in città.", en="Years of residence in the city."),
            ("residenza anni", "anni residenza"),
            required=False,
            low=ZERO,
            high=Decimal(120),
        ),
        Field(
            "owns_home",
            "bool",
            Text(it="Casa di proprietà", en="Owns a home"),
            Text(it="Se la famiglia possiede un alloggio (sì/no).", en="Whether the family owns a home (yes/no)."),
            ("proprietà", "proprietà immobiliare", "possiede casa"),
            required=False,
            codes=YES_NO,
        ),
    ),
    file_hints=("candidat", "graduatoria", "domande"),
    at_most=(("minors", "members"), ("members_with_disability", "members")),
    newest_by=("application_date",),
)

SUPPORT_EVENTS = Table(
    "support_events",
    Text(it="Accompagnamento", en="Support events"),
    Text(it="Colloqui e attività con le famiglie.", en="Meetings and activities with the families."),
    ("household_id", "date", "kind"),
    (
        HOUSEHOLD_ID,
        Field(
            "date",
            "date",
            Text(it="Data", en="Date"),
            Text(it="Giorno dell'attività.", en="Day of the activity."),
            ("data attività", "data colloquio", "data evento", "giorno"),
        ),
        Field(
            "kind",
            "text",
            Text(it="Tipo attività", en="Kind of activity"),
            Text(it="Parola breve: colloquio, mediazione ...", en="A short word: interview, mediation ..."),
            ("tipo", "attività", "tipo intervento", "intervento", "tipo di attività"),
        ),
        Field(
            "hours",
            "decimal",
            Text(it="Ore", en="Hours"),
            Text(it="Durata in ore.", en="Duration in hours."),
            ("durata ore", "ore durata", "numero ore", "n ore", "durata"),
            low=ZERO,
            high=Decimal(24),
        ),
    ),
    of_known_household=True,
    newest_by=("date",),
)

INCOMES = Table(
    "household_incomes",
    Text(it="Redditi", en="Household incomes"),
    Text(
        it="Facoltativa: il reddito della famiglia e il canone che pagava prima.",
        en="Optional: the family's income and the rent it paid before.",
    ),
    ("household_id",),
    (
        HOUSEHOLD_ID,
        Field(
            "monthly_income",
            "money",
            Text(it="Reddito mensile (€)", en="Monthly income (EUR)"),
            Text(it="Reddito netto della famiglia all'ingresso, al mese.", en="Net income at entry, per month."),
            ("reddito", "reddito netto mensile", "entrate mensili"),
            low=ZERO,
            high=Decimal(100_000),
        ),
        Field(
            "previous_rent",
            "money",
            Text(it="Canone precedente (€)", en="Previous rent (EUR)"),
            Text(it="Canone pagato prima del programma, al mese.", en="Rent paid before the programme, per month."),
            ("canone prima", "affitto precedente"),
            required=False,
            low=ZERO,
            high=Decimal(10_000),
        ),
    ),
    of_known_household=True,
)
