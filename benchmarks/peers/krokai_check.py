"""krokai: one Corpus over the folder, and its check of each quotation.

It answers with a document and no place in it, so its answers count as right by the document alone. By its
own aim it accepts exact quotations and names near ones: low recall on misread and altered ones is meant so.
"""

from pathlib import Path

import asking
from krokai.corpus import Corpus
from krokai.verify import check


def build(folder):
    corpus = Corpus([str(folder / "documents")], quiet=True)

    def ask(quote):
        _, path, _ = check(quote, corpus)
        return (Path(path).stem, None, None) if path else None

    return ask


if __name__ == "__main__":
    asking.run(build)
