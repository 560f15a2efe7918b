"""Are equal values written as equal bytes, and named by hashes that do not collide?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.identity import canonical, digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
    ),
    max_leaves=12,
)
PARTS = st.lists(st.text(max_size=5), max_size=4)

# RFC 8785, appendix B and §3.2.3: a value and its canonical form.
FORMS = [
    (0.0, "0"),
    (-0.0, "0"),
    (333333333.33333329, "333333333.3333333"),
    (1e20, "100000000000000000000"),
    (295147905179352830000.0, "295147905179352830000"),
    (9007199254740994.0, "9007199254740994"),
    (4.5, "4.5"),
    (2e-3, "0.002"),
    ('€$\x0f\nA\'B"\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\"/"'),
    ({"€": 1, "\r": 2, "1": 3, "😀": 4, "ﬃ": 5}, '{"\\r":2,"1":3,"€":1,"😀":4,"ﬃ":5}'),
    ({"b": [True, None], "a": {}}, '{"a":{},"b":[true,null]}'),
]


@pytest.mark.parametrize(("value", "form"), FORMS, ids=[form for _, form in FORMS])
def test_values_have_the_form_of_the_standard(value, form):
    """Numbers, strings and keys are written as RFC 8785 writes them."""
    assert canonical(value).decode() == form


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e-5, 1e21])
def test_numbers_without_a_form_are_refused(value):
    """What JSON cannot hold, or Python writes otherwise than the standard, is an error, never another number."""
    with pytest.raises(ValueError, match=r"canonical|NaN"):
        canonical(value)


@given(JSON)
def test_canonical_form_keeps_the_value(value):
    """Reading the form gives the value back, and writing that gives the same form."""
    form = canonical(value)
    assert json.loads(form) == value
    assert canonical(json.loads(form)) == form


@given(PARTS, PARTS)
def test_different_parts_have_different_digests(first, second):
    """Only equal lists of parts share a digest, however their letters are divided."""
    assert (digest(*first) == digest(*second)) == (first == second)
