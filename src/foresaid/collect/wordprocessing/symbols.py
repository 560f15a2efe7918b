"""Which character does a symbol of a picture font (w:sym) stand for?"""

from __future__ import annotations

# Microsoft's symbol fonts put byte n at U+F000 + n.
_PRIVATE, _LAST = 0xF000, 0xF0FF
# Symbol: Greek and mathematics. Source: Unicode Consortium, MAPPINGS/VENDORS/ADOBE/symbol.txt.
_SYMBOL = {
    **{ord(sign): sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"},
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…",
    0xA2: "′", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD2: "®",
    0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
# Wingdings: the signs people type in forms and letters. Source: the character
# table of Microsoft's font.
_WINGDINGS = {
    0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0xA7: "▪", 0xA8: "◻",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_LAST_CONTROL, _FIRST_SURROGATE, _LAST_SURROGATE, _LAST_BASIC = 0x9F, 0xD800, 0xDFFF, 0xFFFD
_FIRST_PRINTED, _DELETE = 0x20, 0x7F


def symbol(font: str, code: str) -> str | None:
    """The character that a code (hexadecimal) of a font stands for, or None where nobody can say."""
    try:
        number = int(code[:8], 16)
    except ValueError:
        return None
    known = _FONTS.get(font.casefold())
    place = number - _PRIVATE if _PRIVATE <= number <= _LAST else number
    if known is not None and place in known:
        return known[place]
    printed = _FIRST_PRINTED <= number < _DELETE or _LAST_CONTROL < number <= _LAST_BASIC
    private = 0xE000 <= number <= 0xF8FF  # noqa: PLR2004 - Unicode's private use area
    if known is not None or not printed or private or _FIRST_SURROGATE <= number <= _LAST_SURROGATE:
        return None
    return chr(number)
