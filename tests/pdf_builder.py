"""Small real PDFs, written by hand, for tests: text at places, in two fonts, over pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Put:
    """Words at a place: points from the left and from the top of the page."""

    text: str
    left: float = 72
    top: float = 100
    size: float = 11
    bold: bool = False


def column(
    lines: Sequence[str],
    *,
    left: float = 72,
    top: float = 100,
    size: float = 11,
    bold: bool = False,
) -> list[Put]:
    """Lines of one block, set with ordinary leading."""
    return [
        Put(line, left, top + index * 1.25 * size, size, bold) for index, line in enumerate(lines)
    ]


def pdf(
    pages: Sequence[Sequence[Put]],
    *,
    info: Mapping[str, str] | None = None,
    labels: str = "",
    rotate: int = 0,
    language: str = "",
) -> bytes:
    """The bytes of a PDF; ``labels`` is the content of /Nums of its page labels."""
    first_page = 6
    kids = " ".join(f"{first_page + 2 * index} 0 R" for index in range(len(pages)))
    catalogue = (
        f"/Type /Catalog /Pages 2 0 R{f' /PageLabels << /Nums [{labels}] >>' if labels else ''}"
    )
    catalogue += f" /Lang ({language})" if language else ""
    objects = [
        f"<< {catalogue} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        b"<< "
        + b" ".join(b"/%s %s" % (k.encode(), _string(v)) for k, v in (info or {}).items())
        + b" >>",
    ]
    for page in pages:
        content = b"\n".join(_shown(put) for put in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )


def _string(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def _shown(put: Put) -> bytes:
    words = (
        put.text.encode("cp1252")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
    )
    font = b"/F2" if put.bold else b"/F1"
    return b"BT %s %g Tf %g %g Td (%s) Tj ET" % (font, put.size, put.left, HEIGHT - put.top, words)


def _file(objects: Sequence[bytes]) -> bytes:
    written = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\n" % (len(objects) + 1)
    return written + b"startxref\n%d\n%%%%EOF\n" % start
