"""gtrex: one SourceIndex over all documents joined, asked for the best span.

One index for each document is its other documented use; asked one after the other, 249 of them took 33
times as long (notes/perf.md §1).
"""

from bisect import bisect_right

import asking
from gtrex.align import SourceIndex

APART = "\n\n"


def build(folder):
    texts = asking.documents(folder)
    names, begins, at = list(texts), [], 0
    for text in texts.values():
        begins.append(at)
        at += len(text) + len(APART)
    index = SourceIndex(APART.join(texts.values()))

    def ask(quote):
        found = index.best_span(quote)
        if found is None:
            return None
        number = bisect_right(begins, found.start) - 1
        return names[number], found.start - begins[number], found.end - begins[number]

    return ask


if __name__ == "__main__":
    asking.run(build)
