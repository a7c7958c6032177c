"""HTML that cannot be broken out of: text is escaped by construction, addresses are checked.

``Html`` is markup of ours; every other string is text from somewhere and is escaped when it becomes a
child or an attribute. Nothing here knows what it marks up.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit


class Html(str):
    """Markup that this module made."""

    __slots__ = ()


EMPTY = Html("")
_VOID = frozenset({"br", "hr", "img", "input"})

Child = str | None
Attribute = str | int | float | bool | None


def tag(name: str, *children: Child, **attributes: Attribute) -> Html:
    """An element. ``class_`` is ``class``, ``aria_label`` is ``aria-label``; null leaves out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[Child], between: str = "") -> Html:
    """Children side by side; text among them is escaped, null and empty ones are left out."""
    return Html(_safe(between).join(_safe(child) for child in children if child))


def items(name: str, entries: Iterable[Child], **attributes: Attribute) -> Html:
    """A list (``ul`` or ``ol``) with an item an entry; nothing at all when there are none."""
    made = [entry if _is_item(entry) else tag("li", entry) for entry in entries if entry]
    return tag(name, *made, **attributes) if made else EMPTY


def link(href: str | None, *children: Child, **attributes: Attribute) -> Html:
    """A link within the app; the children alone where there is no address."""
    return tag("a", *children, href=href, **attributes) if href else join(children)


def outward(url: str | None, *children: Child, **attributes: Attribute) -> Html:
    """A link that leaves the app. Only web addresses are followed; the children alone otherwise."""
    if not is_web_address(url):
        return join(children)
    return tag("a", *children, href=url, rel="noopener noreferrer", **attributes)


def is_web_address(url: str | None) -> bool:
    """Whether ``url`` is one that a browser fetches and does not run."""
    if not url:
        return False
    try:
        parts = urlsplit(url.strip())
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def section(title: str, *children: Child) -> Html:
    """A section named by its heading."""
    name = "ww-" + title.lower().replace(" ", "-")
    return tag("section", tag("h2", title, id=name), *children, aria_labelledby=name)


def hidden(text: str) -> Html:
    """Text for those who listen, not for those who look."""
    return tag("span", text, class_="ww-listen")


def _is_item(entry: Child) -> bool:
    return isinstance(entry, Html) and entry.startswith("<li")


def _safe(child: Child) -> str:
    if child is None:
        return ""
    return str(child) if isinstance(child, Html) else escape(child, quote=True)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{escape(str(value), quote=True)}"'
