"""The server: `streamlit run app.py`.

The pages start from `h4a_ui/frame.py`; beside them stands `/health`, which tells a watcher that the server answers and
that its database is there. A database that does not exist yet (`H4A_DB`, else `data/h4a.duckdb`) is made: with the
invented sample records where no file was named or `H4A_SAMPLE=1` asks for them, else empty. While the server runs, the
command line's `backup` and `verify` ask it for what they need (`serve_control_socket`).
"""

import logging
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from h4a_core.records.intake.importing import bundled_sample, load_many
from h4a_core.store.connection import Store, StoreError
from h4a_core.store.control_socket import serve_control_socket
from h4a_ui.http import PageLanguage, SecurityHeaders
from h4a_ui.session import close_store, open_store, opened_store, store_path


def _prepare() -> Store | None:
    """Open the store, making it first if need be; a start that fails leaves no half-made database behind."""
    try:
        if _sample_wanted():
            Store.create(store_path(), lambda store: load_many(store, bundled_sample()))
        return open_store()
    except StoreError as error:  # every page says so too, and tries again
        logging.getLogger(__name__).error("%s", error.detailed.it)  # noqa: TRY400 - the words say it all
        return None


def _sample_wanted() -> bool:
    """Whether a new database is to hold the sample: whoever names a file that is missing gets an empty one."""
    return os.environ.get("H4A_SAMPLE") == "1" or not os.environ.get("H4A_DB")


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[None]:
    store = _prepare()
    try:
        with serve_control_socket(store) if store else nullcontext():
            yield
    finally:
        close_store()


async def _health(_request: Request) -> JSONResponse:
    """200 when all is well; 503 with a word for what is wrong with the database."""
    store = opened_store()
    wrong = "closed" if store is None else store.trouble()
    return JSONResponse({"status": wrong or "ok"}, 503 if wrong else 200)


app = st.App(
    "h4a_ui/frame.py",
    lifespan=_lifespan,
    routes=[Route("/health", _health)],
    middleware=[Middleware(SecurityHeaders), Middleware(PageLanguage)],
)
