"""Does the kernel answer as numpy does, on input drawn without end?

    python tests/fuzz_kernel.py [--seconds 60] [--seed 1] [--kernel FILE]

--kernel takes another build of it, such as one with a sanitiser (tests/test_kernel_sanitised.py). Ends with code 1
and the input at the first difference.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

HARD = "aAéßﬁſ½’'-‐‑¬\u00ad\n\r \t\x00中⺟㌀ﷺ\u200b\u0301İ𝐀𠀀¹٣\ud800"


def loaded(path: Path) -> None:
    """Load another build of the kernel in place of the installed one."""
    spec = importlib.util.spec_from_file_location("foresaid.text._kernel", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules["foresaid.text._kernel"] = module


def text(chance):
    """Characters that break tokenisers, and any others."""
    return "".join(
        chance.choice(HARD) if chance.random() < 0.8 else chr(chance.randrange(0x110000))
        for _ in range(chance.randrange(90))
    )


def tokens_agree(chance):
    """Tokens of a text, in blocks of any size."""
    from foresaid.text import normalize  # noqa: PLC0415 - after the kernel has been chosen
    from held_streams import Pure  # noqa: PLC0415

    drawn, kept = text(chance), normalize.BLOCK
    normalize.BLOCK = chance.choice([4, 16, kept])
    ours = normalize.tokenise(drawn)
    with Pure():
        theirs = normalize.tokenise(drawn)
    normalize.BLOCK = kept
    columns = ("starts", "ends", "hashes")
    return all(getattr(ours, name).tolist() == getattr(theirs, name).tolist() for name in columns), drawn


def numbers(chance, most):
    """Small numbers, a few of them often."""
    words = chance.choice([1, 3, 20, 300])
    return [int(words * chance.random() ** 3) for _ in range(chance.randrange(1, most))]


def searches_agree(chance):
    """Everything that is asked of several streams."""
    import held_streams as made  # noqa: PLC0415
    from foresaid.text.holdings import gram_frequencies, word_frequencies  # noqa: PLC0415
    from foresaid.text.occurrences import find_occurrences  # noqa: PLC0415
    from foresaid.text.seeds import find_places  # noqa: PLC0415

    drawn = [numbers(chance, 900) for _ in range(chance.randrange(1, 5))]
    ours = made.held(*map(made.stream_of, drawn))
    source = chance.choice(drawn)
    start = chance.randrange(len(source))
    phrase = [
        number if chance.random() < 0.8 else chance.randrange(400)
        for number in source[start : start + chance.randrange(1, 60)]
    ]
    quoted = made.stream_of(phrase)

    def answers(holdings):
        rows = (row for rows in find_occurrences(holdings, quoted) for row in rows.tolist())
        counts = [gram_frequencies(holdings, quoted, length).tolist() for length in (2, 3)]
        return (
            find_places(holdings, quoted),
            list(rows),
            counts,
            word_frequencies(holdings, quoted).tolist(),
        )

    return answers(ours) == answers(made.in_numpy(ours)), (drawn, phrase)


def grams_agree(chance):
    """The index of a stream."""
    from dataclasses import astuple  # noqa: PLC0415

    from foresaid.text.grams import build_grams  # noqa: PLC0415
    from held_streams import Pure, stream_of  # noqa: PLC0415

    drawn = numbers(chance, 5000)
    stream = stream_of(drawn)
    ours = build_grams(stream)
    with Pure():
        theirs = build_grams(stream)
    pairs = zip(astuple(ours), astuple(theirs), strict=True)
    return all(
        left.dtype == right.dtype and left.tolist() == right.tolist() for left, right in pairs
    ), drawn


def alignments_agree(chance):
    """Passages of words and misprints of them."""
    from foresaid.text.align import lay_side_by_side, lay_within  # noqa: PLC0415
    from held_streams import Pure  # noqa: PLC0415

    def word():
        length = chance.choice([0, 1, 3, 5, 8, 8, 63, 64, 65, 130, 255, 256])
        return "".join(chance.choice("abcé𐀀\ud800") for _ in range(length))

    left = [word() for _ in range(chance.randrange(14))]
    right = [
        chance.choice(left) if left and chance.random() < 0.6 else word()
        for _ in range(chance.randrange(20))
    ]
    gaps = {chance.randrange(16): chance.choice([0, 1, 100, 500]) for _ in range(chance.randrange(3))}

    def answers():
        return lay_within(left, right, gaps), lay_side_by_side(left, right)

    ours = answers()
    with Pure():
        return ours == answers(), (left, right, gaps)


CHECKS = (tokens_agree, searches_agree, grams_agree, alignments_agree)


def main() -> int:
    """Draw until the time is over; each draw can be repeated by its seed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kernel", type=Path)
    given = parser.parse_args()
    if given.kernel:
        loaded(given.kernel)
    from foresaid.text.compiled import notice  # noqa: PLC0415

    end, draws = time.monotonic() + given.seconds, 0
    while time.monotonic() < end:
        for check in CHECKS:
            seed = given.seed * 1_000_003 + draws
            agree, drawn = check(random.Random(seed))
            draws += 1
            if not agree:
                sys.stdout.write(f"{check.__name__}, seed {seed}: {drawn!r}\n")
                return 1
    sys.stdout.write(f"{notice}; {draws} draws agree\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
