"""What a view shows as files: the same rows as CSV and as JSON, offered under it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

Row = Mapping[str, object]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as CSV. A cell that a spreadsheet would run as a formula is kept as text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return written.getvalue()


def as_json(value: object) -> str:
    """A value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def offer(name: str, columns: Sequence[str], rows: Sequence[Row], value: object) -> None:
    """Two buttons: the rows as CSV, the value as JSON."""
    with st.container(horizontal=True, gap="small", key=f"downloads-{name}"):
        st.download_button(
            "Download CSV",
            # With a byte order mark, or a spreadsheet reads it in another encoding.
            as_csv(columns, rows).encode("utf-8-sig"),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv-{name}",
            on_click="ignore",
        )
        st.download_button(
            "Download JSON",
            as_json(value),
            file_name=f"{name}.json",
            mime="application/json",
            key=f"json-{name}",
            on_click="ignore",
        )


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
