"""tantivy and rapidfuzz: passages of 200 words, each half over the next; of the best 30, the likest one.

The best of several settings tried in notes/perf.md §1: the best 8 find 2 of 100 quotations fewer in a third
of the time.
"""

import re
import tempfile
from pathlib import Path

import asking
import tantivy
from rapidfuzz import fuzz

WORDS, STEP = 200, 100
TAKEN = 30
MEMORY = 256_000_000  # bytes of the writer, as large as a segment of ours
SCRATCH = tempfile.TemporaryDirectory(prefix="tantivy-passages-")
about: dict = {}


def build(folder):
    texts = asking.documents(folder)
    spent = asking.cpu()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", stored=True)
    schema.add_text_field("name", stored=True, tokenizer_name="raw")
    schema.add_integer_field("start", stored=True)
    index = tantivy.Index(schema.build(), path=SCRATCH.name)
    writer = index.writer(MEMORY, 1)
    for name, text in texts.items():
        spans = [match.span() for match in re.finditer(r"\S+", text)]
        for first in range(0, len(spans), STEP):
            start, end = spans[first][0], spans[min(len(spans), first + WORDS) - 1][1]
            writer.add_document(tantivy.Document(text=text[start:end], name=name, start=start))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    held = sum(path.stat().st_size for path in Path(SCRATCH.name).rglob("*") if path.is_file())
    size = sum(len(text.encode()) for text in texts.values())
    about.update(index_build=asking.cpu() - spent, index_bytes=held / size)
    searcher = index.searcher()

    def ask(quote):
        words = re.sub(r"[^a-z0-9 ]", " ", quote.lower()).strip()
        best, highest = None, 0.0
        if not words:
            return None
        for _, address in searcher.search(index.parse_query(words, ["text"]), TAKEN).hits:
            passage = searcher.doc(address)
            found = fuzz.partial_ratio_alignment(
                quote.lower(), passage["text"][0].lower(), score_cutoff=highest
            )
            if found is not None and found.score > highest:
                highest, start = found.score, passage["start"][0]
                best = passage["name"][0], start + found.dest_start, start + found.dest_end
        return best

    return ask


if __name__ == "__main__":
    asking.run(build, about=lambda: about)
