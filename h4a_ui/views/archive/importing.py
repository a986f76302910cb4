"""Bringing in files: choose, see what was understood, answer what the files leave open, confirm."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from h4a_core.progress import NotDoneError
from h4a_core.records.intake.importing import FileOptions, load_many, preview_many
from h4a_core.records.intake.results import ImportResult, Preview
from h4a_ui import session
from h4a_ui.components import small
from h4a_ui.foreign import in_markdown
from h4a_ui.jobs import QUICK_SECONDS, Job, drop_job, follow, job_about, job_under, show_not_done
from h4a_ui.language import Language
from h4a_ui.views.archive.set_aside import offer_set_aside
from h4a_ui.views.archive.understood import PROFILE_KEY, ask, show_file, show_findings

_TYPES = ["csv", "tsv", "txt", "xlsx", "xlsb", "xls", "ods", "htm", "html", "xml", "zip"]
_ROUND_KEY = "_upload_round"
DONE_KEY = "_import_results"
_SMALL_BYTES, _SMALL_SECONDS = 200_000, 5.0
_CHOSEN_KEY = "_chosen_files"
_READING_KEY = "_reading_files"
_IMPORT_KEY = "_import_under_way"
_FAILED_KEY = "_import_not_done"
Contents = tuple[tuple[str, bytes], ...]


def show_import(say: Language) -> None:
    """The three steps on one page; what takes long is done in a job, which a change of page does not end."""
    st.subheader(say("1. Scegli i file"))
    turn = st.session_state.setdefault(_ROUND_KEY, 0)
    under_way = job_under(_IMPORT_KEY)
    files = st.file_uploader(
        say(
            "Nuclei, contratti, albergamenti, questionari, accompagnamento: CSV, TSV, Excel, ODS o ZIP, "
            "anche più d'uno insieme."
        ),
        type=_TYPES,
        accept_multiple_files=True,
        key=f"files_{turn}",
        on_change=_choose,
        args=(turn,),
        disabled=under_way is not None,
    )
    if under_way is not None:
        st.subheader(say("3. Conferma"))
        follow(say, under_way, partial(_take_over, under_way))
        return
    for result in st.session_state.get(DONE_KEY, []):
        _outcome(say, result)
    contents: Contents = st.session_state.get(_CHOSEN_KEY, ())
    if not contents:
        return
    if not files:  # the visitor has been on another page: the files are kept, the uploader forgets them
        st.markdown(say("File scelti: {names}", names=", ".join(in_markdown(name) for name, _ in contents)))
        st.button(say("Scegline altri"), icon=":material/close:", on_click=_choose, args=(turn,))
    _show_chosen(say, turn, contents)


def _choose(turn: int) -> None:
    """Keep the files now in the uploader, and only what was said about these."""
    contents = tuple((file.name, file.getvalue()) for file in st.session_state.get(f"files_{turn}") or ())
    _forget()
    st.session_state[_CHOSEN_KEY] = contents
    if not contents:
        st.session_state.pop(f"drop_{turn}", None)
    for key in _answer_keys(turn):
        if not key.startswith(tuple(f"answer_{turn}_{name}" for name, _ in contents)):
            del st.session_state[key]


def choose_contents(contents: Contents, answers: Mapping[str, str]) -> None:
    """Choose files that were not uploaded, with what is known of them, as answers by question."""
    turn = st.session_state.setdefault(_ROUND_KEY, 0)
    _forget()
    st.session_state[_CHOSEN_KEY] = contents
    for key in _answer_keys(turn):
        del st.session_state[key]
    st.session_state.update({f"answer_{turn}_{question}": option for question, option in answers.items()})


def _forget() -> None:
    """Nothing is chosen any more, and nothing is being read."""
    drop_job(_READING_KEY)
    for key in (_CHOSEN_KEY, DONE_KEY, _FAILED_KEY):
        st.session_state.pop(key, None)


def _answer_keys(turn: int) -> list[str]:
    return [str(key) for key in st.session_state if str(key).startswith(f"answer_{turn}_")]


def _show_chosen(say: Language, turn: int, contents: Contents) -> None:
    """The second and the third step."""
    drop = tuple(st.session_state.get(f"drop_{turn}", ()))
    answers = {
        key.removeprefix(f"answer_{turn}_"): option for key in _answer_keys(turn) if (option := st.session_state[key])
    }
    said = FileOptions(drop_columns=drop, answers=answers, profile=st.session_state.get(PROFILE_KEY))
    st.subheader(say("2. Guarda che cosa si è capito"))
    previews = _previews(say, contents, said)
    if previews is None:
        return
    personal = list(dict.fromkeys([*drop, *(column for one in previews for column in one.result.personal)]))
    if personal:
        st.warning(
            say(
                "Ci sono colonne che identificano persone: non entrano nel cruscotto. "
                "Puoi scartarle e importare il resto."
            )
        )
        st.multiselect(
            say("Colonne da scartare"), personal, format_func=str, key=f"drop_{turn}",
            placeholder=say("Nessuna"), persist_state="session",
        )  # fmt: skip
    for number, found in enumerate(previews):
        show_file(say, found, f"{turn}_{number}")
        for question in (*found.questions, *found.result.choices):
            ask(say, question, f"answer_{turn}_{question.id}")
    st.subheader(say("3. Conferma"))
    if failed := st.session_state.get(_FAILED_KEY):
        show_not_done(say, failed)
    ready = [one for one in previews if not one.result.refusal]
    if not ready:
        st.markdown(say("Nessuno di questi file si può importare così: segui il rimedio scritto accanto a ciascuno."))
        return
    st.button(
        say.plural("Importa {n} file", "Importa {n} file", len(ready)),
        type="primary",
        icon=":material/check:",
        on_click=_import,
        args=(turn, contents, said),
    )
    small(say("I file rifiutati restano fuori; le righe messe da parte si possono scaricare, correggere e ricaricare."))


def _previews(say: Language, contents: Contents, said: FileOptions) -> list[Preview] | None:
    """What the files are, read again when something else was said or stored; None while it is not known, and said."""
    store = session.open_store()
    read = partial(preview_many, store, contents, **said)
    reading = job_about(_READING_KEY, (contents, said, store.generation), read, _patience(contents))
    if not reading.ended():
        follow(say, reading)
        return None
    try:
        return reading.result()
    except NotDoneError as error:
        show_not_done(say, error)
        st.button(say("Leggi di nuovo"), icon=":material/refresh:", on_click=drop_job, args=(_READING_KEY,))
        return None


def _patience(contents: Contents) -> float:
    """How many seconds the page waits before it shows a bar: for small files it would only flash."""
    return QUICK_SECONDS if sum(len(data) for _, data in contents) > _SMALL_BYTES else _SMALL_SECONDS


def _import(turn: int, contents: Contents, said: FileOptions) -> None:
    """Bring in the files that the button was drawn for; a second click does nothing more."""
    if turn != st.session_state[_ROUND_KEY]:
        return
    st.session_state.pop(_FAILED_KEY, None)
    bring_in = partial(
        load_many, session.open_store(), contents, despite_refusals=True, by=session.acting_user(), **said
    )
    job = job_about(_IMPORT_KEY, contents, bring_in, _patience(contents))
    if job.ended():
        _take_over(job)


def _take_over(job: Job[list[ImportResult]]) -> None:
    """Show what the import gave and make room for other files; if nothing came of it, they stay chosen."""
    if job_under(_IMPORT_KEY) is not job:
        return
    drop_job(_IMPORT_KEY)
    try:
        results = job.result()
    except NotDoneError as error:
        st.session_state[_FAILED_KEY] = error
        return
    _forget()
    st.session_state[DONE_KEY] = results
    st.session_state[_ROUND_KEY] += 1


def _outcome(say: Language, result: ImportResult) -> None:
    file = f"**{in_markdown(result.file)}**"
    if result.refusal:
        st.error(f"{file}: {in_markdown(say.text(result.refusal))}")
        return
    if result.unchanged:
        st.info(f"{file}: {say('era già importato: non cambia nulla.')}")
        return
    good = say.plural("{n} riga importata", "{n} righe importate", result.rows_accepted)
    faulty = say.plural("{n} messa da parte", "{n} messe da parte", result.rows_rejected)
    st.success(f"{file}: {good}, {faulty}", icon=":material/check_circle:")
    if result.findings:
        show_findings(say, result.findings, result.findings_total)
        if result.batch_id is not None and session.file_names().get(result.batch_id) == result.file:
            offer_set_aside(say, result.batch_id, result.file, key="aside")
