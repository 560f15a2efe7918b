"""Are settings, word tables and plug-ins found, and is a wrong name answered with the right ones?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.errors import SettingsError
from foresaid.plugins import plugin, plugins
from foresaid.settings import Settings, read_settings, settings_text
from foresaid.vocabulary import load_vocabulary

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)

# A foresaid.toml that does not fit, and words of the answer.
WRONG = [
    ('titel = "Papers"', "did you mean 'title'?"),
    ('zzz = "Papers"', "known keys are title, editor"),
    ("title = 7", "title must be text in quotes, not 7"),
    ("title = ", "is not valid TOML"),
    (b"title = '\xff'", "is not valid TOML"),
]


@given(st.builds(Settings, *[WORDS] * 5))
def test_settings_come_back_as_written(tmp_path_factory, settings):
    """Whatever characters settings hold, the file that is written reads as the same settings."""
    path = tmp_path_factory.mktemp("settings") / "foresaid.toml"
    path.write_bytes(settings_text(settings).encode("utf-8"))
    assert read_settings(path) == settings


@pytest.mark.parametrize(("text", "answer"), WRONG, ids=[answer for _, answer in WRONG])
def test_a_wrong_setting_is_named(tmp_path, text, answer):
    """The error names the file, the key and what would fit."""
    path = tmp_path / "foresaid.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as raised:
        read_settings(path)
    assert answer in str(raised.value)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("language", ["xx", "", ".", "..", "../data/en", "EN"])
def test_an_unknown_language_is_answered_with_the_known_ones(language):
    """Only folders of data/ are languages; no path leads out of it."""
    with pytest.raises(SettingsError, match="there are: en"):
        load_vocabulary(language)


def test_english_has_word_tables():
    """The tables by which heads are known are there and hold words."""
    assert "by" in load_vocabulary("en").words("heads.byline_marks")


def test_plugins_are_found_in_order_and_by_name():
    """Our own formats come in by entry points, in order of name; an unknown one is answered with these."""
    assert list(plugins("format")) == sorted(plugins("format"))
    assert plugin("format", "plain").name == "plain"
    with pytest.raises(SettingsError, match="No format is called 'pdfx'; there are: alto, docx"):
        plugin("format", "pdfx")
