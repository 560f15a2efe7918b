"""Quid: all quotations in one text, compared with all documents joined, as its documentation has it.

Quid finds the places itself; of the matches inside a quotation the longest counts. The sources are prepared
once (prepare_source_data), as far as Quid lets them be: it splits them into words again with each text.
"""

from bisect import bisect_right

import asking
from quid.core.Quid import Quid

APART = "\n\n"
BETWEEN = "\n\nxqz.\n\n"  # so that no match runs from one quotation into the next


def build(folder):
    texts = asking.documents(folder)
    names, begins, at = list(texts), [], 0
    for text in texts.values():
        begins.append(at)
        at += len(text) + len(APART)
    joined = APART.join(texts.values())
    quid = Quid()
    prepared = quid.prepare_source_data(joined)

    def place(matches, start, end):
        inside = [
            match for match in matches if match.target_span.start < end and match.target_span.end > start
        ]
        if not inside:
            return None
        best = max(inside, key=lambda match: match.source_span.end - match.source_span.start)
        number = bisect_right(begins, best.source_span.start) - 1
        return (
            names[number],
            best.source_span.start - begins[number],
            best.source_span.end - begins[number],
        )

    def ask(quotes):
        target, places = "", []
        for quote in quotes:
            places.append((len(target), len(target) + len(quote) + 2))
            target += f'"{quote}"{BETWEEN}'
        matches = quid.compare(joined, target, *prepared)
        return [place(matches, *span) for span in places]

    return ask


if __name__ == "__main__":
    asking.run(build, in_one=True)
