"""A facts file: what was achieved, measured or spent in a programme, written by hand or by another system.

YAML or JSON; each row is one claim. No database is needed: `python -m h4a_core pay` pays what the rows earn.
"""

from h4a_core.facts_file.loading import FactsError, ReadFacts, load_facts, read_facts
from h4a_core.facts_file.model import Fact, FactsFile

__all__ = ["Fact", "FactsError", "FactsFile", "ReadFacts", "load_facts", "read_facts"]
