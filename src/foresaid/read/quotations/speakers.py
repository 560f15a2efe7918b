"""Is who speaks a person, a corporate body, several together, or somebody the text does not name?

By the name where there is one (names.py knows titles, given names and acronyms), else by the head noun of the
phrase and its form. None where neither tells: "Zentra" may be a woman or an agency, "the report" is a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.quotations.names import Names
    from foresaid.read.wording import Token

_PERSONS = frozenset(("he", "she", "i"))
_SEVERAL = frozenset(("they", "we", "you"))


def kind_of(words: Sequence[Token], name: str | None, names: Names, lexicon: Lexicon) -> SpeakerKind | None:
    """What the speaker is whom a phrase names or describes; `name` is what the phrase resolves to."""
    if len(words) == 1 and words[0].low in _PERSONS:
        return SpeakerKind.PERSON
    if len(words) == 1 and words[0].low in _SEVERAL:
        return SpeakerKind.COLLECTIVE
    if name is not None:
        return kind_of_name([token.text for token in words], name, names, lexicon)
    return kind_of_noun(head_noun(words, lexicon), lexicon)


def kind_of_name(words: Sequence[str], name: str, names: Names, lexicon: Lexicon) -> SpeakerKind | None:
    """What a name names: a body by the noun in it or an acronym's gloss, a person by a title or given name."""
    own = {word.casefold() for word in name.split()}
    described = any(
        _is_person_noun(word.casefold(), lexicon) for word in words if word.casefold() not in own
    )
    if described or names.is_surely_person(words, name):
        return SpeakerKind.PERSON
    parts = [part.casefold() for part in name.split()]
    if names.is_acronym(name) or any(part in lexicon.corporate_nouns for part in parts):
        return SpeakerKind.CORPORATE
    return SpeakerKind.CORPORATE if parts[0] == "the" or words[0].casefold() == "the" else None


def head_noun(words: Sequence[Token], lexicon: Lexicon) -> Token:
    """The head noun of a phrase: the last word in front of a preposition, relative or sign; "critics" of "critics of it"."""
    head = words[0]
    for number, token in enumerate(words):
        ends = (
            token.low in lexicon.complements
            or token.low in lexicon.relatives
            or not token.text[0].isalnum()
        )
        if number and ends:
            break
        head = token
    return head


def kind_of_noun(head: Token, lexicon: Lexicon) -> SpeakerKind | None:
    """What a speaker is by the head noun of the phrase for it; plurals of any kind are collective."""
    low = head.low
    if low in lexicon.person_nouns:
        return SpeakerKind.UNNAMED
    if low in lexicon.corporate_nouns:
        return SpeakerKind.CORPORATE
    singular = low[:-1] if low.endswith("s") else low.replace("men", "man")
    if low in lexicon.collective_nouns or low in lexicon.bare_plurals:
        return SpeakerKind.COLLECTIVE
    if singular != low and _is_person_noun(singular, lexicon):
        return SpeakerKind.COLLECTIVE
    if _is_person_noun(low, lexicon):
        return SpeakerKind.UNNAMED
    several = low.endswith("s") and not low.endswith(("ss", "us", "is")) and not head.is_capital
    return SpeakerKind.COLLECTIVE if several and singular not in lexicon.nouns_too else None


def _is_person_noun(low: str, lexicon: Lexicon) -> bool:
    return (
        low in lexicon.person_nouns or low in lexicon.titles or low.endswith(tuple(lexicon.person_endings))
    )
