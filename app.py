"""The app: a reading room over one knowledge base. It only names the screens.

Start it with ``make app`` or ``whatworks app``; each screen is one file of ``app_pages``.
"""

from __future__ import annotations

import streamlit as st

from app_pages import ask, attempts, library, source, standards

SCREENS = [
    st.Page(ask.draw, title="Ask", default=True),
    st.Page(attempts.draw, title=attempts.TITLE, url_path="attempts"),
    st.Page(library.draw, title="Library", url_path="library"),
    st.Page(standards.draw, title=standards.TITLE, url_path="standards"),
    st.Page(source.draw, title="Source", url_path="source", visibility="hidden"),
]

st.navigation(SCREENS, position="top").run()
