"""Which fault an error of DuckDB or of the system stands for: told by its class, its number or its form.

A message quotes names of files, which may hold any word, and DuckDB gives most numbers of the system only as their
words; so names are taken out first, and what is left is compared as a whole, never searched for a word.
"""

import errno
import os
import re
from dataclasses import dataclass
from enum import Enum, auto

import duckdb

from h4a_core.text import Text


class Fault(Enum):
    """What is wrong with the file, the disk or the database."""

    IN_USE = auto()
    NEWER = auto()
    FULL = auto()
    NOT_ALLOWED = auto()
    DAMAGED = auto()
    JOURNAL = auto()
    STOPPED = auto()
    NOT_A_DATABASE = auto()


@dataclass(frozen=True)
class Reason:
    """The first line of an error without names of files, and the process that holds the file, where it says so."""

    words: str
    holder: Text | None


_HOLDER = Text(it="{program}, processo {pid}", en="{program}, process {pid}")
_HELD = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_QUOTED = re.compile(r'\s*\\?"(.*[/\\].*?)\\?"(?=[^"]*$)')
"""A name of a file in a message, from the first quotation mark to the last: the name itself may hold some."""
_NUMBER = re.compile(r'"errno":"(\d+)"')
_ENDED_BY_WINDOWS = {
    "There is not enough space on the disk.": Fault.FULL,
    "Access is denied.": Fault.NOT_ALLOWED,
    "The process cannot access the file because it is being used by another process.": Fault.IN_USE,
}
_NUMBERS = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, errno.EDQUOT), Fault.FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), Fault.NOT_ALLOWED),
    errno.EIO: Fault.STOPPED,
}
_FORMS = (
    (re.compile(r"IO Error: Could not set lock on file: Conflicting lock is held in "), Fault.IN_USE),
    (re.compile(r"IO Error: Trying to read a database file with (storage )?version number \d+"), Fault.NEWER),
    (re.compile(r"(IO Error: )?(Failure while replaying WAL file|This WAL was created for)"), Fault.JOURNAL),
    (re.compile(r"Corrupt WAL file"), Fault.JOURNAL),
    (re.compile(r"Corrupt database file"), Fault.DAMAGED),
    (re.compile(r"IO Error: Could not read enough bytes from file:"), Fault.DAMAGED),
    (re.compile(r"Serialization Error: "), Fault.DAMAGED),
    (re.compile(r"(FATAL|INTERNAL) Error: "), Fault.STOPPED),
)
"""How messages begin, once names of files are taken out."""


def fault_of(error: Exception) -> Fault | None:
    """The fault that an error stands for; None when it is none of the file or its disk."""
    if isinstance(error, duckdb.FatalException | duckdb.InternalException):
        return Fault.STOPPED
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    if not isinstance(error, duckdb.Error):
        return None
    words = reason_of(error).words
    for form, fault in _FORMS:
        if form.match(words):
            return fault
    if isinstance(error, duckdb.IOException | duckdb.TransactionException):
        return _fault_of_system(error, words)
    return None


def _fault_of_system(error: duckdb.Error, words: str) -> Fault | None:
    """The fault by the system's number, which DuckDB quotes in some messages and ends others with, in words."""
    quoted = _NUMBER.search(str(error))
    if quoted:
        return _NUMBERS.get(int(quoted[1]))
    ending = words.rpartition(": ")[2]
    named = {os.strerror(number): fault for number, fault in _NUMBERS.items()} | _ENDED_BY_WINDOWS
    return named.get(ending)


def reason_of(error: Exception) -> Reason:
    """What an error says in its first line, without names of files."""
    if isinstance(error, OSError) and error.strerror:
        return Reason(error.strerror, None)
    line = str(error).splitlines()[0].strip() if str(error) else type(error).__name__
    held = _HELD.search(line)
    holder = _HOLDER.format(program=held["program"], pid=held["pid"]) if held else None
    return Reason(without_names(line), holder)


def without_names(line: str) -> str:
    """A message without the names of files that it quotes."""
    return _QUOTED.sub("", line)
