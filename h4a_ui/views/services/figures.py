"""How many families came in and are at home, how long it took, how much support there is."""

from h4a_core.engine.services import days_to_home, entered, housed_today
from h4a_core.engine.support_hours import hours_per_family
from h4a_core.measuring.services import Paths, measured_support
from h4a_ui import session
from h4a_ui.components import Figure, figures
from h4a_ui.session import View
from h4a_ui.views.services.known import count_of_families


def show_services(view: View, paths: Paths) -> None:
    """As many figures as the records allow."""
    say, families = view.say, paths.families
    inside, there = entered(families), housed_today(families)
    number = int(inside.value)
    cards = [
        Figure(
            say("Entrate nel programma"),
            say("{count} di {total}", count=say.number(number), total=say.number(len(families)))
            if paths.with_applications
            else say.number(number),
            say("di chi ha fatto domanda") if paths.with_applications else say("le candidature non sono nei dati"),
            inside,
        ),
        Figure(
            say("In casa oggi"),
            say("{count} di {total}", count=say.number(there.value), total=say.number(number)),
            say("al {day}", day=say.date(view.as_of)),
            there,
        ),
    ]
    home = days_to_home(families)
    if home:
        cards.append(
            Figure(
                say("Dalla domanda alla casa"),
                say("{days} giorni", days=say.number(home.working.value)),
                say(
                    "mediana su {families}, fino all'ingresso (casa mantenuta: al nuovo contratto)",
                    families=count_of_families(say, home.over),
                ),
                home.working,
            )
        )
    hours = hours_per_family(session.measured(measured_support, view.as_of))
    if hours:
        cards.append(
            Figure(
                say("Accompagnamento al mese"),
                say("{hours} ore", hours=say.number(hours.value, 1)),
                say("per famiglia, negli ultimi 12 mesi"),
                hours,
            )
        )
    figures(say, view.programme, cards, key="services")
