"""What is a segment's token stream, the ground that verification and tracing both stand on?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foresaid.text.normalize import Numbers

LONG = 255  # code points; a token of as many or more has its length in a list of its own


@dataclass(frozen=True, slots=True)
class TokenStream:
    """The tokens of many documents one after the other; its arrays are memory-mapped and read-only.

    `first` is the number of its first document in the whole index, `ids` are its documents and `withdrawn` those
    that are to be passed over. Document n holds the tokens documents[n] to documents[n + 1] (i64). `starts` are
    code points in the token's own document (u32), `lengths` code points (u8; LONG: see `long_places`, sorted, and
    `long_lengths`), `hashes` those of text/normalize.py (u32).
    """

    first: int
    ids: list[str]
    withdrawn: frozenset[str]
    documents: NDArray[np.int64]
    starts: Numbers
    lengths: NDArray[np.uint8]
    hashes: Numbers
    long_places: Numbers
    long_lengths: Numbers

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.hashes)

    def ends_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the tokens at some places of the stream end, in code points of their documents."""
        lengths = self.lengths[places].astype(np.int64)
        if len(self.long_places):
            long = np.flatnonzero(lengths == LONG)
            lengths[long] = self.long_lengths[np.searchsorted(self.long_places, places[long])]
        return self.starts[places] + lengths

    def documents_at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """In which of the stream's documents the tokens at some places stand; empty documents hold none."""
        return np.searchsorted(self.documents, places, "right") - 1
