r"""What does each command of LaTeX stand for: a sign, nothing, an accent, a quotation, a note?

Sources: LaTeX2e: An unofficial reference manual (accents, special characters, environments), the csquotes
manual §3 and §4 (quotations), biblatex §3.9 (citations). What is in none of these tables prints its arguments.
"""

from __future__ import annotations

# Commands that print one sign or word of their own.
SIGNS = {
    "ldots": "…", "dots": "…", "textellipsis": "…", "dotsc": "…", "dotso": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’", "quotedblbase": "„",
    "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»", "og": "«", "fg": "»",
    "guillemotleft": "«", "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»",
    "textquotedbl": '"', "textquotesingle": "'", "dq": '"',
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "textsection": "§", "textparagraph": "¶", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "textdollar": "$", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "dag": "†", "ddag": "‡",
    "textdagger": "†", "textdaggerdbl": "‡", "textbullet": "•", "textperiodcentered": "·",
    "textdegree": "°", "degree": "°", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textbar": "|", "textless": "<", "textgreater": ">", "lbrack": "[", "rbrack": "]", "textbraceleft": "{",
    "textbraceright": "}", "slash": "/", "times": "×", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e",
    "No": "№", "textnumero": "№", "percent": "%", "nobreakdash": "",
}  # fmt: skip
# Commands of one sign that is no letter: `\&` prints &, `\-` nothing.
ESCAPED = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}",
    "-": "", "/": "", "@": "", "!": "", "(": "", ")": "",
}  # fmt: skip
SPACES = frozenset({" ", "\n", "\t", ",", ";", ":", ">", "quad", "qquad", "enspace", "thinspace", "space",
                    "enskip", "hfill", "xspace", "nobreakspace"})  # fmt: skip
LINES = frozenset({"newline", "linebreak", "tabularnewline", "cr"})
PARAGRAPHS = frozenset({"par", "newpage", "clearpage", "cleardoublepage", "pagebreak", "bigskip", "medskip",
                        "smallskip", "item", "maketitle", "appendix"})  # fmt: skip

# Accents and the combining character each stands for.
ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a", "t": "\u0361",
}  # fmt: skip

# Commands that print nothing, with how many braced arguments they take along; optional ones go too.
SILENT = {
    "label": 1, "ref": 1, "pageref": 1, "autoref": 1, "cref": 1, "Cref": 1, "nameref": 1, "eqref": 1,
    "index": 1, "glossary": 1, "hypertarget": 1, "phantomsection": 0, "nocite": 1, "bibliography": 1,
    "bibliographystyle": 1, "addbibresource": 1, "printbibliography": 0, "includegraphics": 1, "vspace": 1,
    "hspace": 1, "vskip": 0, "setlength": 2, "addtolength": 2, "setcounter": 2, "addtocounter": 2,
    "stepcounter": 1, "pagestyle": 1, "thispagestyle": 1, "pagenumbering": 1, "usepackage": 1,
    "RequirePackage": 1, "documentclass": 1, "input": 1, "include": 1, "includeonly": 1, "bibitem": 1,
    "selectlanguage": 1, "color": 1, "definecolor": 3, "hyphenation": 1, "tableofcontents": 0,
    "listoffigures": 0, "listoftables": 0, "noindent": 0, "indent": 0, "centering": 0, "raggedright": 0,
    "raggedleft": 0, "sloppy": 0, "fussy": 0, "frenchspacing": 0, "protect": 0, "relax": 0, "em": 0, "bf": 0,
    "it": 0, "sc": 0, "rm": 0, "sf": 0, "tt": 0, "sl": 0, "itshape": 0, "bfseries": 0, "scshape": 0,
    "upshape": 0, "slshape": 0, "rmfamily": 0, "sffamily": 0, "ttfamily": 0, "normalfont": 0, "mdseries": 0,
    "tiny": 0, "scriptsize": 0, "footnotesize": 0, "small": 0, "normalsize": 0, "large": 0, "Large": 0,
    "LARGE": 0, "huge": 0, "Huge": 0, "singlespacing": 0, "doublespacing": 0, "onehalfspacing": 0,
    "linespread": 1, "leavevmode": 0, "nolinebreak": 0, "nopagebreak": 0, "goodbreak": 0, "hrule": 0,
    "hline": 0, "toprule": 0, "midrule": 0, "bottomrule": 0, "cline": 1, "footnotemark": 0, "left": 0,
    "right": 0, "limits": 0, "displaystyle": 0, "frontmatter": 0, "mainmatter": 0, "backmatter": 0,
    "today": 0, "vfill": 0, "null": 0, "strut": 0, "EnableQuotes": 0, "MakeOuterQuote": 1, "urlstyle": 1,
    "and": 0, "begingroup": 0, "endgroup": 0, "bgroup": 0, "egroup": 0, "ignorespaces": 0,
    "unskip": 0, "markboth": 2, "markright": 1, "addcontentsline": 3, "DeclareUnicodeCharacter": 2,
    "newlength": 1, "newcounter": 1, "geometry": 1, "hypersetup": 1, "graphicspath": 1, "captionsetup": 1,
    "ExecuteBibliographyOptions": 1, "setquotestyle": 1, "textcolor@": 0,
}  # fmt: skip
# Commands whose first arguments are no text and whose last one is: `\textcolor{red}{words}`.
BEHIND = {
    "textcolor": 1, "foreignlanguage": 1, "href": 1, "hyperlink": 1, "hyperref": 0, "parbox": 1, "raisebox": 1,
    "makebox": 0, "scalebox": 1, "colorbox": 1, "multicolumn": 2, "multirow": 2, "textlang": 1, "fontsize": 2,
}  # fmt: skip
# Names and titles that the file gives itself; their words are stated, and printed where they stand.
STATING = {"title": "title", "author": "author", "date": "date"}
NOTES = {"footnote": "footnote", "endnote": "endnote", "footnotetext": "footnote", "thanks": "footnote",
         "sidenote": "sidenote", "marginpar": "margin", "marginnote": "margin"}  # fmt: skip
HEADINGS = frozenset({"part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph",
                      "caption", "epigraph", "dedication"})  # fmt: skip
# Definitions: the words of a macro are printed where it is called, not where it is defined.
DEFINING = frozenset({"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand",
                      "NewDocumentCommand", "RenewDocumentCommand", "newenvironment", "renewenvironment",
                      "newtheorem", "DeclareMathOperator", "def", "gdef", "let"})  # fmt: skip

# csquotes: how many arguments stand before the words (languages, keys).
INLINE_QUOTES = {"enquote": 0, "textquote": 0, "textcquote": 1, "foreignquote": 1, "hyphenquote": 1,
                 "foreigntextquote": 1, "hyphentextquote": 1, "foreigntextcquote": 2, "hyphentextcquote": 2}  # fmt: skip
BLOCK_QUOTES = {"blockquote": 0, "blockcquote": 1, "foreignblockquote": 1, "hyphenblockquote": 1,
                "foreignblockcquote": 2, "hyphenblockcquote": 2}  # fmt: skip
# Environments that set a quotation off, with the braced arguments behind their name.
QUOTING = {"quote": 0, "quotation": 0, "verse": 0, "quoting": 0, "displayquote": 0, "displaycquote": 1,
           "foreigndisplayquote": 1, "hyphendisplayquote": 1, "foreigndisplaycquote": 2,
           "hyphendisplaycquote": 2}  # fmt: skip
# Other environments with braced arguments that are no text.
ARGUMENTS = {"tabular": 1, "tabular*": 2, "tabularx": 2, "longtable": 1, "array": 1, "minipage": 1,
             "multicols": 1, "wrapfigure": 2, "thebibliography": 1, "otherlanguage": 1, "adjustwidth": 2,
             "spacing": 1, "list": 2}  # fmt: skip
# Environments of which nothing is running text: code, comments, and formulae set apart.
UNREAD = frozenset({"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents",
                    "filecontents*", "tikzpicture", "equation", "equation*", "align", "align*", "gather",
                    "gather*", "multline", "multline*", "eqnarray", "eqnarray*", "displaymath", "math"})  # fmt: skip


def is_citing(name: str) -> bool:
    """Whether a command cites: cite, parencite, autocites, footcite, citep, …; what it prints is not in the file."""
    return "cite" in name.lower() and name not in INLINE_QUOTES and name not in BLOCK_QUOTES
