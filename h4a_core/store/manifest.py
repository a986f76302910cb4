"""What a backup says of itself, in `manifest.json`: what is in it and by what it can be told to be whole."""

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from h4a_core.store.errors import StoreError
from h4a_core.text import Text

FILE_NAME = "manifest.json"
FORMAT = 1
"""Grows when a backup is laid out in another way; the tables inside are described by `schema_steps`."""

_NO_BACKUP = Text(
    it="La cartella{path} non è una copia di riserva, oppure è incompleta: {why}. Non è stato cambiato nulla. "
    "Indica un'altra copia.",
    en="The folder{path} is no backup, or an incomplete one: {why}. Nothing has been changed. Name another backup.",
)
_NO_MANIFEST = Text(it="manca il file manifest.json", en="the file manifest.json is missing")
_BAD_MANIFEST = Text(it="il file manifest.json è danneggiato", en="the file manifest.json is damaged")
_NEWER_FORMAT = Text(
    it="è fatta da una versione più nuova di questo programma", en="it was made by a newer version of this program"
)


class TableFile(BaseModel):
    """One table of a backup: its file, how many rows and bytes, and the digest of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    rows: int
    bytes: int
    sha256: str


class Manifest(BaseModel):
    """All that a backup says of itself. `made_at` is in UTC, ISO 8601; `schema_steps` are the migrations applied."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    made_at: str
    duckdb_version: str
    schema_version: int
    schema_steps: tuple[str, ...]
    tables: dict[str, TableFile]


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write it, with a digest of its own at the end, and return where."""
    content: dict[str, Any] = manifest.model_dump(mode="json")
    path = folder / FILE_NAME
    path.write_text(json.dumps({**content, "sha256": _digest(content)}, indent=2) + "\n", encoding="utf-8")
    return path


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself; raises StoreError when it does not, or when a digit of it has changed."""
    try:
        content = json.loads((folder / FILE_NAME).read_bytes())
        digest = content.pop("sha256")
    except OSError as error:
        raise _refused(folder, _NO_MANIFEST) from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _refused(folder, _BAD_MANIFEST) from error
    if isinstance(content.get("format"), int) and content["format"] > FORMAT:
        raise _refused(folder, _NEWER_FORMAT)
    try:
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        raise _refused(folder, _BAD_MANIFEST) from error
    if digest != _digest(content):
        raise _refused(folder, _BAD_MANIFEST)
    return manifest


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(content: dict[str, Any]) -> str:
    plain = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(plain).hexdigest()


def _refused(folder: Path, why: Text) -> StoreError:
    return StoreError(_NO_BACKUP, path=folder, why=why)
