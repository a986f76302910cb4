"""A working as lines that can be compared: what each figure is, without the words it is called by."""

from h4a_core.engine.working import Working


def outline(working: Working) -> list[str]:
    """Value, unit and badge of every figure of the tree, indented under what it makes.

    At the end of a line `=` says that a formula stands there, `[name]` where the figure was read from, `sourced` that
    it names its source.
    """
    return [
        "  " * depth
        + f"{one.value} {one.unit}, {one.badge}"
        + (" =" if one.formula else "")
        + (f" [{one.origin}]" if one.origin else "")
        + (", sourced" if one.source else "")
        for depth, one in working.walk()
    ]
