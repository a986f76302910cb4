"""What a page shows, as a reader meets it, and what a visitor does there."""

from streamlit.testing.v1 import AppTest


def words(app: AppTest) -> str:
    """All that is written on the page outside of tables and charts."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.metric)
    told = (app.info, app.warning, app.success, app.error)
    return "\n".join(str(one.value) + str(getattr(one, "label", "")) for kind in (*kinds, *told) for one in kind)


def figures(app: AppTest) -> dict[str, str]:
    """The figures by their names."""
    return {one.label: one.value for one in app.metric}


def choose(app: AppTest, key: str, value: object) -> AppTest:
    """Set a control by its key, as a click would, and draw the page again."""
    app.session_state[key] = value
    app.run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button with these words."""
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception, app.exception
    return app
