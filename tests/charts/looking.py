"""What a test reads off a picture."""

import plotly.graph_objects as go

from h4a_ui.charts.picture import Picture


def words_of(picture: Picture) -> str:
    return " | ".join(note.text for note in picture.figure.layout.annotations)


def trace(picture: Picture, name: str) -> go.Scatter | go.Bar:
    return next(trace for trace in picture.figure.data if trace.name == name)
