"""The second opinion: pages on which pdfium finds no text, as pypdf reads them.

Such text knows its page but not its characters' places, so quotes of it are shown without a box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

_IN_VAIN = 25
"""Pages in a row without text, after which the file is taken for a scan."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def texts(data: bytes, pages: Sequence[int]) -> dict[int, str]:
    """Text by page, for those of ``pages`` (1-based) that have any."""
    import pypdf

    found: dict[int, str] = {}
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        in_vain = 0
        for page in pages:
            text = _clean(reader.pages[page - 1].extract_text())
            if text:
                found[page] = text
            in_vain = 0 if text else in_vain + 1
            if in_vain >= _IN_VAIN:
                break
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # pypdf raises whatever a broken file provokes. An opinion that fails is no opinion: these
        # pages are then counted as pages without text, which is how a reader of the result sees it.
        return found
    return found


def _clean(text: str) -> str:
    """Lines of words joined to paragraphs at blank lines, as in the rest of a document."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n"))
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(part for part in paragraphs if any(c.isalpha() for c in part))
