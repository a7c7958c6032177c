"""Every error this project raises on purpose.

A message is one line: what was tried, what was wrong, what would be accepted.

    WhatWorksError
    ├── UsageError                a person asked for something that cannot be done (exit status 2)
    │   ├── UnknownId             no such document, passage, attempt …; the nearest are offered
    │   ├── UnknownName           no such slug, scheme, style …; the nearest are offered
    │   └── SettingError          an environment variable or option has a value that is not accepted
    ├── FetchError                a ref could not be turned into bytes
    ├── ExtractError              bytes could not be turned into text
    │   ├── Encrypted             a password is needed
    │   ├── LimitExceeded         too many bytes, pages, seconds or too much memory
    │   └── NoText                nothing to read (an image, an empty file)
    ├── NoteError                 an evidence note does not follow its format: file, line, accepted
    ├── VocabularyError           a vocabulary file does not follow its format
    ├── CatalogueError            the working record cannot be read or written
    │   └── CatalogueTooNew       written by a newer version of this software
    ├── IndexFault                the index cannot serve
    │   └── IndexMismatch         made by another embedder, passage cutter or dimension
    ├── ModelError                model weights are missing or damaged
    └── ExchangeError             a folder of plain files cannot be read or written
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class WhatWorksError(Exception):
    """Base of the tree above."""


class UsageError(WhatWorksError):
    """A person asked for something that cannot be done."""


class UnknownId(UsageError):
    """No such id."""


class UnknownName(UsageError):
    """No such name in a closed list."""

    @classmethod
    def among(cls, what: str, name: str, accepted: Iterable[str]) -> UnknownName:
        """The error for ``name``, offering the nearest of ``accepted`` (or all, when few)."""
        known = sorted(accepted)
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        if near:
            offer = f"did you mean {' or '.join(near)}?"
        elif len(known) <= 12:
            offer = f"accepted: {', '.join(known)}"
        else:
            offer = f"accepted: {', '.join(known[:12])} and {len(known) - 12} more"
        return cls(f"unknown {what} {name!r}; {offer}")


class SettingError(UsageError):
    """A setting has a value that is not accepted."""


class FetchError(WhatWorksError):
    """A ref could not be turned into bytes."""


class ExtractError(WhatWorksError):
    """Bytes could not be turned into text."""


class Encrypted(ExtractError):
    """The document needs a password."""


class LimitExceeded(ExtractError):
    """The document is larger, longer or slower than the settings allow."""


class NoText(ExtractError):
    """The document holds no text to read."""


class NoteError(WhatWorksError):
    """An evidence note does not follow its format."""


class VocabularyError(WhatWorksError):
    """A vocabulary file does not follow its format."""


class CatalogueError(WhatWorksError):
    """The catalogue cannot be read or written."""


class CatalogueTooNew(CatalogueError):
    """The catalogue was written by a newer version of this software."""


class IndexFault(WhatWorksError):
    """The index cannot serve."""


class IndexMismatch(IndexFault):
    """The index was made with another embedder, dimension or passage cutter."""


class ModelError(WhatWorksError):
    """Model weights are missing or damaged."""


class ExchangeError(WhatWorksError):
    """A folder of plain files cannot be read or written."""
