"""The path: how many families of a cohort made each step."""

from h4a_core.facts import CohortFacts
from h4a_ui.charts.path import Step, path_steps
from h4a_ui.components import picture
from h4a_ui.language import Language


def show_path(say: Language, cohort: CohortFacts) -> None:
    """From the programme to the home and its anniversaries: families that made each step, and those still pending."""
    total, steps = cohort.households, cohort.steps
    rows = [
        Step(say("Nel programma"), total, total, 0),
        Step(say("Contratto firmato"), steps.signed, total, 0),
        Step(say("Ingresso in casa"), steps.moved_in, total, 0),
        Step(say("Accompagnata"), steps.accompanied, total, 0),
        *(
            Step(say.plural("In casa dopo {n} anno", "In casa dopo {n} anni", year), housed, total, pending)
            for year, (housed, pending) in enumerate(steps.housed_after, 1)
        ),
    ]
    picture(say, path_steps(say, rows), key="path")
