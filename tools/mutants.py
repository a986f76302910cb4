"""Mutation testing of the engine: one thing of a formula is changed at a time, and the core's own tests must notice.

mutmut does it, as pyproject.toml says (`[tool.mutmut]`); here it is only told to leave the words of labels alone:
`Text(it=..., en=...)` is what a result is called, not what it is.
"""

from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_CALLS

NEVER_MUTATE_FUNCTION_CALLS.add("Text")

from mutmut.__main__ import cli  # noqa: E402

if __name__ == "__main__":
    cli()
