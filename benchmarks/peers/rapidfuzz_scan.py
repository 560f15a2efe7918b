"""rapidfuzz: every document is scanned by partial_ratio_alignment, with the best score so far as the cutoff.

Its best use for the question: lower-case texts prepared once, and a cutoff that rises, which lets it leave
documents early (https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#partial-ratio-alignment).
"""

import asking
from rapidfuzz import fuzz

LEAST = 50  # of 100: under half the characters nothing is meant


def build(folder):
    texts = {name: text.lower() for name, text in asking.documents(folder).items()}

    def ask(quote):
        best, cutoff = None, LEAST
        for name, text in texts.items():
            found = fuzz.partial_ratio_alignment(quote.lower(), text, score_cutoff=cutoff)
            if found is not None and (best is None or found.score > cutoff):
                best, cutoff = (name, found.dest_start, found.dest_end), found.score
        return best

    return ask


if __name__ == "__main__":
    asking.run(build)
