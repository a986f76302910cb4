"""Dati: bring in files, see what was understood, confirm; the history of imports and records, copies, starting over."""

from h4a_ui import session
from h4a_ui.views.archive.copies import show_backup
from h4a_ui.views.archive.held import ask_who, show_held
from h4a_ui.views.archive.history import show_history
from h4a_ui.views.archive.importing import show_import
from h4a_ui.views.archive.one_record import show_one_record
from h4a_ui.views.archive.starting_over import show_start_over
from h4a_ui.views.archive.templates import show_templates
from h4a_ui.views.archive.versions import show_versions
from h4a_ui.views.opening import show_title

say = session.language()
show_title(say, "dati")
show_held(say)
ask_who(say)
show_import(say)
show_one_record(say)
show_history(say)
show_versions(say)
show_templates(say)
show_backup(say)
show_start_over(say)
