"""Who stands in the list: those who applied, and on request those in the programme already."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from h4a_core.engine.selection import Candidate, Judged, judged
from h4a_core.measuring.candidates import measured_candidates
from h4a_core.programme.beneficiary_list import BeneficiaryList
from h4a_core.programme.beneficiary_loading import load_beneficiary_list
from h4a_ui import session
from h4a_ui.components import missing_records
from h4a_ui.language import Language
from h4a_ui.session import View


def known_candidates(view: View) -> Sequence[Candidate]:
    """Those who applied by the view's day."""
    return session.measured(measured_candidates, view.as_of)


@dataclass(frozen=True, slots=True)
class JudgedList:
    """The evaluator's rules, and each candidate as they judge it."""

    rules: BeneficiaryList
    candidates: Sequence[Judged]


def judged_list(candidates: Sequence[Candidate]) -> JudgedList:
    """The candidates judged by the rules of the programme."""
    rules = session.evaluation("beneficiary-list", load_beneficiary_list)
    return JudgedList(rules, [judged(rules, one) for one in candidates])


def choose_candidates(say: Language, everyone: Sequence[Judged]) -> tuple[Sequence[Judged], int]:
    """A switch that brings back the families of the programme: who stands in the list, and how many do not."""
    enrolled = sum(one.candidate.enrolled for one in everyone)
    again = enrolled > 0 and st.toggle(
        say("Anche chi è già dentro (◆)"),
        key="elenco_enrolled",
        persist_state="session",
        help=say(
            "Rimette in elenco chi è già nel programma, per rivedere la scelta: l'attesa conta fino all'ingresso."
        ),
    )
    return [one for one in everyone if again or not one.candidate.enrolled], 0 if again else enrolled


def show_none_applied(say: Language) -> None:
    """Say that nobody applied yet, and what an application holds."""
    missing_records(
        say,
        say(
            "**Non ci sono ancora candidature a questo giorno.** Servono data della domanda, componenti, minori, "
            "disabilità e, se noti, ISEE, causa, anni di residenza, casa di proprietà."
        ),
    )


def show_nobody_waits(say: Language) -> None:
    """Say that all who applied are in the programme already."""
    missing_records(say, say("**A questo giorno chi ha fatto domanda è già nel programma: nessuno aspetta.**"))
