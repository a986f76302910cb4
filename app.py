"""The server: `streamlit run app.py`.

The pages start from `h4a_ui/frame.py`; beside them stands `/health`, which tells a watcher that the server answers. A
database that does not exist yet (`H4A_DB`, else `data/h4a.duckdb`) is made and filled with the invented sample records.
While the server runs, the command line's `backup` and `verify` ask it for what they need (`serve_control_socket`).
"""

import logging
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
from h4a_ui.page_language import PageLanguage
from h4a_ui.session import close_store, open_store, store_path


def _prepare() -> Store | None:
    """Open the store; the first time, fill it. A start that fails leaves no half-made database behind."""
    path = store_path()
    first = not path.exists()
    try:
        store = open_store()
    except StoreError as error:  # every page says so too, and tries again
        logging.getLogger(__name__).error("%s", error)  # noqa: TRY400 - the words say it all
        return None
    if not first:
        return store
    try:
        load_many(store, bundled_sample())
    except BaseException:
        close_store()
        path.unlink(missing_ok=True)
        raise
    return store


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[None]:
    store = _prepare()
    try:
        with serve_control_socket(store) if store else nullcontext():
            yield
    finally:
        close_store()


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


app = st.App(
    "h4a_ui/frame.py", lifespan=_lifespan, routes=[Route("/health", _health)], middleware=[Middleware(PageLanguage)]
)
