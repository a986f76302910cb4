"""The words and marks that the views of the archive share."""

from datetime import datetime

from h4a_core.tables.registry import TABLES
from h4a_ui import session
from h4a_ui.foreign import in_markdown
from h4a_ui.language import Language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def invented_mark(say: Language) -> str:
    """The badge of invented records."""
    return f" :orange-badge[{say('inventati')}]"


def table_name(say: Language, table: str | None) -> str:
    """The name of a table of records."""
    return say.text(TABLES[table].label) if table else "–"


def moment(say: Language, at: datetime, by: str | None) -> str:
    """When something happened, in Turin, and who did it."""
    local = at.astimezone(session.ROME)
    when = say("il {day} alle {time}", day=say.date(local), time=f"{local:%H:%M}")
    return f"{when}, {in_markdown(by)}" if by else when
