"""Studies drawn anew once a base has changed: after a batch, an import, a rebuilding. A thin shell.

What is drawn and why is ``kb.catalogue.studies``'.
"""

from __future__ import annotations

from kb.catalogue import Catalogue, signatures, studies
from kb.catalogue.studies import Relinked

AT_ONCE = 50
"""Documents whose signatures are made in one transaction: a second or two, so that others may write."""


def relink(catalogue: Catalogue) -> Relinked:
    """Draw the studies of the base anew, in one transaction once every document has been looked at."""
    made = AT_ONCE
    while made == AT_ONCE:
        with catalogue.write() as connection:
            made = signatures.fill(connection, AT_ONCE)
    with catalogue.write() as connection:
        return studies.relink(connection)
