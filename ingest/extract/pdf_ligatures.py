"""Repair of fonts that say "f" where they draw "ffi".

Some programs write a character map in which a ligature stands for its first letter only, so that a whole
report says "efcient" and "Te". The glyph's own name ("f_f_i", "T_h") still tells. Here such maps are
rewritten, in a copy used for reading only, so that each broken ligature yields a mark of its own; the
number and order of characters stay what they are in the original, and so do their places.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = "ff fi fl ffi ffl fb ffb fh ffh fj ffj fk ft fft Th tt tf ti tti ct st sp"
_LETTERS = tuple(_NAMES.split())
_YIELDED = 0xA500
"""What repaired maps yield is Vai syllables: the engine joins a word over a line end only where it sees
letters of a script on both sides."""
_PRIVATE = 0x10A500

MARKS = {chr(_PRIVATE + position): letters for position, letters in enumerate(_LETTERS)}
"""What ``marked`` leaves in the text of a repaired page, and the letters it stands for."""
_SYLLABLES = {_YIELDED + position: _PRIVATE + position for position in range(len(_LETTERS))}

_SYLLABLE_OF = {letters: chr(_YIELDED + position) for position, letters in enumerate(_LETTERS)}
_ENOUGH = 3
_BROKEN_WORD = re.compile(
    r"\b(?:Te|Tis|Tese|Tey|Tere|Tat|Tus|[Ee]f(?:ect|ort|cien)\w*|[Oo]f(?:ce|cial|er)\w*|[Dd]iferen\w+|[Ss]taf|[Ff]rst"
    r"|[Ff]nd\w*|[Ff]nanc\w+|[Ss]pecifc\w*|[Ss]ignifcan\w+|[Bb]eneft\w*|[Cc]onfden\w+|[Dd]efn\w+|[Ii]dentif(?:ed|cation))\b"
)
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.S)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]+)>|\[([^\]]*)\]")


def looks_broken(text: str) -> bool:
    """Whether words lack the rest of a ligature; English words, since the repair needs only a hint."""
    for position, _ in enumerate(_BROKEN_WORD.finditer(text), start=1):
        if position >= _ENOUGH:
            return True
    return False


def marked(text: str) -> str:
    """Text of a repaired page with each ligature as one of ``MARKS``; as long as before."""
    return text.translate(_SYLLABLES)


def repaired(data: bytes) -> bytes | None:
    """A copy whose broken ligatures yield marks (see ``marked``); null where no font is known to be broken."""
    import pypdf
    from pypdf.generic import NameObject, StreamObject

    try:
        writer = pypdf.PdfWriter(BytesIO(data), incremental=True)
        changed = False
        for font in _fonts(writer):
            names = _names(font)
            known = _mapping(font["/ToUnicode"].get_object().get_data()) if names else {}
            broken = {
                code: mark
                for code, (letters, mark) in names.items()
                if _is_cut(known.get(code), letters)
            }
            if broken:
                stream = StreamObject()
                stream.set_data(_written({**known, **broken}))
                font[NameObject("/ToUnicode")] = writer._add_object(stream)
                changed = True
        if not changed:
            return None
        buffer = BytesIO()
        writer.write(buffer)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # pypdf raises whatever a broken file provokes; then the file is read as it is.
        return None
    return buffer.getvalue()


def _fonts(writer: Any) -> Iterator[Any]:
    seen: set[int] = set()
    for page in writer.pages:
        resources = page.get("/Resources")
        fonts = resources.get_object().get("/Font") if resources else None
        for font in (fonts.get_object() if fonts else {}).values():
            font = font.get_object()
            if id(font) not in seen and "/ToUnicode" in font:
                seen.add(id(font))
                yield font


def _names(font: Any) -> dict[int, tuple[str, str]]:
    """Letters and mark of each code whose glyph is named as a ligature."""
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else None
    if not isinstance(encoding, dict) or "/Differences" not in encoding:
        return {}
    found: dict[int, tuple[str, str]] = {}
    code = 0
    for entry in encoding["/Differences"]:
        if isinstance(entry, int):
            code = int(entry)
            continue
        letters = str(entry).lstrip("/").split(".")[0].replace("_", "")
        if letters in _SYLLABLE_OF:
            found[code] = letters, _SYLLABLE_OF[letters]
        code += 1
    return found


def _is_cut(known: str | None, letters: str) -> bool:
    return (
        known is not None
        and len(known) < len(letters)
        and known in ("", letters[0], "\ufffd", "\x00")
    )


def _mapping(stream: bytes) -> dict[int, str]:
    """Code to text, of a ToUnicode character map."""
    found: dict[int, str] = {}
    for section in _SECTION.finditer(stream):
        values = [
            (_bytes(match[1]) if match[1] is not None else match[2])
            for match in _CODE.finditer(section[2])
        ]
        if section[1] == b"bfchar":
            for code, text in zip(values[::2], values[1::2], strict=False):
                found[int.from_bytes(code, "big")] = _decoded(text)
            continue
        for low, high, text in zip(values[::3], values[1::3], values[2::3], strict=False):
            first, last = int.from_bytes(low, "big"), int.from_bytes(high, "big")
            listed = [_bytes(item) for item in re.findall(rb"<([^>]*)>", text)]
            for shift in range(min(last - first + 1, 65536)):
                if listed:
                    found[first + shift] = _decoded(listed[min(shift, len(listed) - 1)])
                else:
                    value = int.from_bytes(text, "big") + shift
                    found[first + shift] = _decoded(value.to_bytes(max(2, len(text)), "big"))
    return found


def _bytes(digits: bytes) -> bytes:
    compact = b"".join(digits.split())
    return bytes.fromhex((compact if len(compact) % 2 == 0 else compact + b"0").decode())


def _decoded(text: bytes) -> str:
    return text.decode("utf-16-be", "replace")


def _written(mapping: dict[int, str]) -> bytes:
    """A ToUnicode character map for one-byte codes."""
    rows = [
        f"<{code:02X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, text in sorted(mapping.items())
        if code < 256
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Repaired def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()
