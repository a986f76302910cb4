"""The project behind the contract, with the figures of who pays and of what is followed in the long run."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from h4a_core.indicators import Result
from h4a_core.programme.project import Project, load_project
from h4a_ui import session
from h4a_ui.session import View
from h4a_ui.views.chain.known import indicators_of, results


@dataclass(frozen=True, slots=True)
class KnownProject:
    """The project, the indicators that its funders name, and those of the long run, by name."""

    project: Project
    money: Mapping[str, Result]
    long_run: Mapping[str, Result]


def known_project(view: View) -> KnownProject:
    """The project with its indicators as of the view's day."""
    indicators = indicators_of(view)
    project = session.evaluation(
        "project", partial(load_project, programme=view.programme, indicators=tuple(indicators))
    )
    return KnownProject(project, results(view, indicators), results(view, project.long_run.indicators))
