"""The app: a reading room over one knowledge base. It only names the screens.

Start it with ``make app`` or ``whatworks app``; each screen is one file of ``app_pages``.
"""

from __future__ import annotations

import streamlit as st

from app_pages import (
    area,
    ask,
    attempt,
    attempts,
    gap_map,
    learned,
    library,
    organisation,
    places,
    source,
    standards,
)

SCREENS = [
    st.Page(ask.draw, title="Ask", default=True),
    st.Page(attempts.draw, title=attempts.TITLE, url_path="attempts"),
    st.Page(learned.draw, title=learned.TITLE, url_path="lessons"),
    st.Page(gap_map.draw, title=gap_map.TITLE, url_path="map"),
    st.Page(library.draw, title="Library", url_path="library"),
    st.Page(standards.draw, title=standards.TITLE, url_path="standards"),
    st.Page(area.draw, title=area.TITLE, url_path="area", visibility="hidden"),
    st.Page(attempt.draw, title=attempt.TITLE, url_path="attempt", visibility="hidden"),
    st.Page(organisation.draw, title="Organisation", url_path="organisation", visibility="hidden"),
    st.Page(places.draw, title=places.TITLE, url_path="places", visibility="hidden"),
    st.Page(source.draw, title="Source", url_path="source", visibility="hidden"),
]

st.navigation(SCREENS, position="top").run()
