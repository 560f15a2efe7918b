"""Is XML read without fetching, expanding or losing anything, and at a bounded cost?"""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.xml import local, parse_xml, read_xml, root_name
from foresaid.model.documents import State
from foresaid.plugins import Unreadable

BUDGETS = Budgets()
INCLUDE = '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{}" parse="text"/></a>'


def words(data, budgets=BUDGETS):
    """All text in the tree of some bytes."""
    data = data if isinstance(data, bytes) else data.encode("utf-8")
    return "".join(parse_xml(data, budgets).itertext())


def refused(data, budgets=BUDGETS):
    """Why some bytes are not read."""
    data = data if isinstance(data, bytes) else data.encode("utf-8")
    with pytest.raises(Unreadable) as reason:
        read_xml(data, budgets)
    return str(reason.value)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<TEI/>", (None, "TEI")),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <b> -->\n<TEI xmlns="http://tei">', ("http://tei", "TEI")),
        (b'<!DOCTYPE a [<!ELEMENT a ">"> <!-- ]> -->]><x:a b=\'>\' xmlns:x = "u">', ("u", "a")),
        ('<?xml version="1.0" encoding="utf-16"?><rss version="2.0">'.encode("utf-16"), (None, "rss")),
        ("<alto>".encode("utf-16-be"), (None, "alto")),
        (b"<?xml-model href='a>b'?><feed xmlns='http://www.w3.org/2005/Atom'", ("http://www.w3.org/2005/Atom", "feed")),
        (b"words <TEI>", None),
        (b"", None),
        (b"<!-- never closed <TEI>", None),
        (b"<!DOCTYPE a [ <TEI>", None),
        (b"<1>", None),
    ],
)  # fmt: skip
def test_a_root_element_is_told_from_the_first_bytes(head, name):
    """Namespace and name are found behind declaration, comments and DOCTYPE, in any wide encoding."""
    assert root_name(head) == name


@given(st.binary(max_size=200) | st.text(alphabet="<>!-?[]\"'&;aDOCTYPE =:/", max_size=200).map(str.encode))
def test_a_look_at_the_root_never_fails_and_agrees_with_the_parser(data):
    """Whatever the bytes, there is an answer; where they are well-formed, it is the parser's."""
    name = root_name(data)
    try:
        root = parse_xml(data, BUDGETS)
    except Unreadable:
        return
    assert name is not None
    assert name[1] == local(root)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x "words">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;',
        "<!ENTITY % p '<!ENTITY y \"words\">'> %p;",
        '<!-- harmless --> <!ENTITY a "b" >',
    ],
)
def test_a_doctype_that_declares_entities_is_refused(declaration):
    """Entities are not replaced, and leaving them out would lose words: the file is refused, with the reason."""
    assert "a DOCTYPE that declares entities" in refused(f"<!DOCTYPE a [{declaration}]><a>b</a>")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/strict.dtd">',
        "<!DOCTYPE TEI.2 SYSTEM \"tei2.dtd\" [ <!ENTITY % TEI.prose 'INCLUDE'> ]>",
        "<!DOCTYPE a [ <!ELEMENT a (b)> <!-- <!ENTITY x 'y'> ]> --> <!ATTLIST a b CDATA '<!ENTITY'> ]>",
        "",
    ],
)
def test_other_doctypes_are_fine_and_html_names_are_characters(doctype):
    """A DTD elsewhere is not fetched; the characters that HTML names are put in, and counted."""
    xml = read_xml(f'{doctype}<a t="&eacute;">x&nbsp;y &amp; &lt;b&gt; &eacute;</a>'.encode(), BUDGETS)
    assert "".join(xml.root.itertext()) == "x\u00a0y & <b> é"
    assert xml.root.get("t") == "é"
    assert xml.notes == ("characters given by their HTML names (such as &nbsp;), put in: 3",)
    assert xml.state is State.COMPLETE


def test_names_in_cdata_are_letters():
    """What stands in CDATA is no markup: neither a name of a character nor a tag."""
    assert words("<a>&eacute;<![CDATA[&nbsp;<b>]]>&eacute;<![CDATA[&amp;]]></a>") == "é&nbsp;<b>é&amp;"


def test_unknown_names_are_refused_with_their_place():
    """A name that nobody declares would lose its words."""
    reason = refused('<!DOCTYPE a SYSTEM "a.dtd">\n<a>\n &mdash; &unheardof;</a>')
    assert reason.startswith("not well-formed XML, line 3, column ")
    assert "unheardof" in reason


@pytest.mark.parametrize(
    "data", ["", "words", "<a><b></a>", "<a>\0</a>", "<a/><b/>", "<a b='<'/>", "<a", "<a>&#0;"]
)
def test_what_is_not_well_formed_is_refused(data):
    """There is no half tree."""
    assert refused(data)


def test_mistakes_that_lose_nothing_are_no_reason_to_refuse():
    """An id given twice, or one that is no name, is an error of its editor and leaves every word readable."""
    assert words("<a xml:id='1 2'><b xml:id='x'>o</b><b xml:id='x'>ne</b></a>") == "one"


def test_comments_and_instructions_part_no_words():
    """A comment in the middle of a word is not seen."""
    root = parse_xml(b"<?xml-stylesheet href='x'?><a>wo<!-- c -->rd<?pi x?>s</a>", BUDGETS)
    assert root.text == "words"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"), "cp1252 (declared)"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"), "utf-16 (byte order mark)"),
        ('<?xml version="1.0"?><a>é</a>'.encode("utf-8-sig"), "utf-8 (byte order mark)"),
        ('\n <?xml version="1.0" encoding="latin-1"?><a>é</a>'.encode(), "utf-8 (strict)"),
        ('<?xml version="1.0" encoding="koi8-r"?><a>щ</a>'.encode("koi8-r"), "koi8-r (declared)"),
    ],
)
def test_the_encoding_is_that_of_the_bytes(data, encoding):
    """Byte order mark, then UTF-8, then what is declared; it is said which it was."""
    xml = read_xml(data, BUDGETS)
    assert xml.encoding == encoding
    assert xml.root.text in ("é", "щ")


def test_utf_7_is_never_believed():
    """A declared UTF-7 would make tags of what is none."""
    assert words(b'<?xml version="1.0" encoding="UTF-7"?><a>+ADw-b+AD4-</a>') == "+ADw-b+AD4-"


def test_what_is_included_is_named_and_not_fetched(tmp_path):
    """XInclude is not followed; the reading is partial and says what is missing."""
    (tmp_path / "secret").write_text("canary")
    xml = read_xml(INCLUDE.format((tmp_path / "secret").as_uri()).encode(), BUDGETS)
    assert "".join(xml.root.itertext()) == ""
    assert xml.state is State.PARTIAL
    assert xml.notes[0].startswith("parts in other files, not fetched (XInclude): 1, the first file:")


TREES = st.recursive(
    st.sampled_from(["", "x", "<e/>", "<e a='>'/>", "<!-- <q> -->", "<![CDATA[<q>]]>", "<?p <q>?>", '<e a="\'/>"/>']),
    lambda inner: st.lists(inner, max_size=3).flatmap(
        lambda parts: st.sampled_from(["<b>{}</b>", "<b a='/'>{}</b>", '<b a="x/>" c=\'">\'>{}</b >', "<b\n>{}</b\t>"]).map(
            lambda tag: tag.format("".join(parts))
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(TREES)
def test_depth_is_counted_as_the_parser_counts_it(inside):
    """At a bound of its own depth a tree is read, one below it is refused: nothing is counted too low."""
    data = f"<r>{inside}</r>".encode()
    root = parse_xml(data, BUDGETS)
    depth = max(sum(1 for _ in each.iterancestors()) + 1 for each in root.iter())
    empty = max((sum(1 for _ in each.iterancestors()) + 1 for each in root.iter("r", "b")), default=1)
    assert parse_xml(data, Budgets(nesting=depth)) is not None
    assert "nested more than" in refused(data, Budgets(nesting=empty - 1))


def test_bounds_are_named():
    """Size, depth, attributes and length of a tag have bounds, and the reason says which was met."""
    assert "at most 9 are read" in refused("<a>too long</a>", Budgets(xml=9))
    assert "nested more than 512 deep, line 2" in refused("\n" + "<p>" * 600 + "</p>" * 600)
    many = " ".join(f'a{number}="x"' for number in range(300))
    assert "more than 256 attributes" in refused(f"<a {many}/>")
    assert "a tag of more than 65,536 characters" in refused(f'<a b="{"x" * 70_000}"/>')
    assert words("<p>" * 500 + "x" + "</p>" * 500) == "x"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_tree_or_refused(data):
    """Nothing else is raised."""
    try:
        root = parse_xml(data, BUDGETS)
    except Unreadable:
        return
    assert local(root)


CHILD = """
import json, sys
from foresaid.collect.extraction import Choice, extract
from foresaid.collect.formats.alto import Alto
from foresaid.collect.formats.hocr import Hocr
from foresaid.collect.formats.tei import Tei
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary
data, tools = sys.stdin.buffer.read(), Tools(load_vocabulary("en"))
for reader in (Tei(), Alto(), Hocr()):
    for each in extract(data, Choice("file", reader), tools):
        print(json.dumps([reader.name, each.state.value, each.text, each.notes, [s.value for s in each.statements]]))
"""


def confined():
    """The bounds of a reader: 20 seconds of processor time, 1000 MB."""
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    resource.setrlimit(resource.RLIMIT_AS, (1000 << 20, 1000 << 20))


def test_hostile_files_end_with_a_reason_and_reach_nothing(shared, tmp_path):
    """Every hostile XML file of the development half ends in its bounds; canary file and port are not reached."""
    folder = shared / "data" / "hostile"
    rows = [line.split("\t") for line in (folder / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]]
    names = [row[0] for row in rows if row[3] == "dev" and row[4] == "xml"]
    assert len(names) >= 15
    ends = Counter()
    canary = tmp_path / "canary"
    canary.write_text("canary-secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1]).encode()
        server.settimeout(0)
        for name in names:
            data = (folder / name).read_bytes()
            data = data.replace(b"/tmp/onrecord-canary-file", str(canary).encode()).replace(b"18999", port)
            done = subprocess.run(
                [sys.executable, "-c", CHILD],
                input=data, capture_output=True, check=True, timeout=60, preexec_fn=confined,
            )  # fmt: skip
            assert b"canary-secret" not in done.stdout
            for line in done.stdout.splitlines():
                reader, state, text, notes, _ = json.loads(line)
                assert notes or text, name
                assert not any("reader failed" in note for note in notes), name
                ends[reader, state] += 1
        assert ends["tei", "refused"] == len(names)
        assert ends["alto", "refused"] == ends["hocr", "refused"] == len(names)
        with pytest.raises(BlockingIOError):
            server.accept()
