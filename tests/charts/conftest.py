from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from h4a_ui.charts.picture import Picture
from h4a_ui.language import Language


@pytest.fixture
def say() -> Language:
    return Language("it")


@pytest.fixture
def checked() -> Callable[[Picture], Picture]:
    """Runs a figure through Plotly's own checks, and through what every chart has in common."""

    def check(picture: Picture) -> Picture:
        figure = go.Figure(picture.figure.to_dict())
        layout = figure.layout
        assert layout.dragmode is False
        assert layout.uirevision == "constant"
        assert layout.xaxis.fixedrange
        assert layout.yaxis.fixedrange
        assert not layout.showlegend
        assert layout.separators == ",."
        assert picture.takeaway
        assert "{" not in picture.takeaway
        assert len(picture.table.columns)
        return picture

    return check
