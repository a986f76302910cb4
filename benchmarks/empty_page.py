"""The page to compare with: one slider, one figure and as many charts as asked, and nothing else."""

import os

import plotly.graph_objects as go
import streamlit as st

_CHARTS = int(os.environ.get("CHARTS", "2"))

st.set_page_config(layout="wide")


@st.fragment
def _move() -> None:
    amount = st.slider("Amount", 0, 30_000, 10_000, 500, key="amount")
    st.metric("Figure", f"{amount * 14.5:,.0f} EUR")
    for number in range(_CHARTS):
        figure = go.Figure(
            data=[{"type": "scatter", "x": list(range(12)), "y": [amount * n / 12 for n in range(12)]}],
            layout={"height": 280, "template": {}, "uirevision": "constant"},
            _validate=False,
        )
        st.plotly_chart(figure, key=f"chart_{number}", theme=None, config={"displayModeBar": False})


_move()
