"""Make a folder with one invented paper in each format foresaid reads, dates known: `python mixed_folder.py OUT`.

The papers quote one another, so that there is something to read and to verify:

    python examples/mixed_folder.py dunmere
    foresaid init archive --title "The dam at Dunmere"
    foresaid add archive dunmere/papers --metadata dunmere/metadata.csv
    foresaid read archive
    foresaid verify archive

Texts and persons are invented (CC0). The date of each file, its basis and its grade stand in `EXPECTED` below.
"""

from __future__ import annotations

import sys
from pathlib import Path

import papers
from papers import Paper

METADATA = b"source,date,date_kind,title\nplan.png,1861-05,written,Plan of the Works\n"

_LETTER = Paper(
    "",
    "",
    (
        "To the Board of the Dunmere Water Company.",
        (
            "Gentlemen, I have walked the dam twice this week and I beg you to hear me. The puddle wall weeps at the"
            " second joint, and it will fail in the next great rain unless the sluices are opened before the autumn."
        ),
        "I am, Gentlemen, your obedient servant, Edmund Hartley, surveyor.",
    ),
    date_line="Dunmere, March 12th, 1862",
)
_ANSWER = Paper(
    "Answer of the Board",
    "Josiah Crane",
    (
        (
            "The Board has read the letter of Mr. Hartley. He writes that “the puddle wall weeps at the second"
            " joint”, and we do not doubt his eyes. But the dam has stood for thirty years, and no sluice can be opened"
            " without loss to the mills."
        ),
    ),
    stated="1862-03-20",
)
_INQUEST = Paper(
    "Evidence at the Inquest",
    "Ruth Penhale",
    (
        (
            "I kept the books of the Company. Mr. Hartley had written in March that the wall “will fail in the next"
            " great rain unless the sluices are opened before the autumn”. The sluices were not opened."
        ),
    ),
    stated="1862-11-18",
)
_SERMON = Paper(
    "A Sermon on the Flood at Dunmere",
    "Thomas Vyse",
    (
        (
            "Brethren, no man can say that he was not warned. The waters gave their sign upon the stones for all to see,"
            " and he who looked away from them looked away from his neighbour."
        ),
    ),
    date_line="London: Sample and Sons, 1862",
)
_REPORT = Paper(
    "Report on the Dam",
    "Clara Whitcombe",
    (
        (
            "The dam at Dunmere was built of earth with a wall of puddled clay. The clay had parted from the stone"
            " at two joints, of which the lower one could be seen from the bank."
        ),
        (
            "Mr. Hartley reported the parting in the spring. He wrote that “the puddle wall weeps at the first"
            " joint, and it will fail in the next great rain”; the joint that we found open was another."
        ),
        *(
            f"At gauge {number} the rain of the fifth of November raised the water by {3 * number} inches within"
            f" {number} hours. The keeper of gauge {number} could not open the sluices, whose gear had rusted."
            for number in range(1, 13)
        ),
        (
            "We find that the loss was to be foreseen, and that it was foreseen by one man, who had no office and"
            " no power to act. We recommend that every dam be seen by a stranger once a year."
        ),
    ),
    date_line="4 March 1863",
    stated="2009-06-01",
)
_TELEGRAM = Paper(
    "", "", ("Wall gone. Send boats and blankets. Hartley.",), date_line="Dunmere, 5 November 1862"
)
_PLAN = Paper("Plan of the Works", "", ("Drawn to a scale of one to five hundred by the Company.",))
_MEMOIR = Paper(
    "What I Saw",
    "Edmund Hartley",
    (
        (
            "I had told them. I wrote that the wall would fail in the next great rain, and it failed in the next great"
            " rain. Mr. Vyse preached afterwards that “no man can say that he was not warned”."
        ),
    ),
    date_line="12 June 1871",
    stated="2014-02-03",
)
_HISTORY = Paper(
    "A History of Dunmere",
    "Ada Lanyon",
    (
        "The surveyor’s warning of 1862, that the wall “will fail in the next great rain”, is the best known.",
    ),
    stated="1894",
)
_EDITION = Paper(
    "Minutes of the Board",
    "The Board of the Dunmere Water Company",
    ("Mr. Crane moved that the letter of the surveyor lie upon the table. Carried.",),
    stated="1862-03-19",
)
_COLUMN = Paper(
    "THE FLOOD AT DUNMERE",
    "",
    ("The surveyor is said to have written that the wall weeps. The Board has not denied it.",),
)
_NOTICE = Paper("NOTICE", "", ("The inquest will be held in the Corn Exchange. By order of the coroner.",))
_PAGE = Paper(
    "The Dunmere Papers Online",
    "Noor Adeyemi",
    ("Mr. Hartley wrote that the wall “will fail in the next great rain unless the sluices are opened”.",),
    stated="2003-05-12",
)
_CAPTURED = Paper(
    "Dams and Warnings",
    "Ivo Marchetti",
    (
        "Everybody quotes the surveyor: “the puddle wall weeps at the second joint”. Few have read his letter.",
    ),
    stated="2011-09-01",
)
_POST = Paper(
    "Reading the Letter",
    "Noor Adeyemi",
    ("I held the letter today. The ink of the word sluices has run, as if somebody had wept over it.",),
    stated="2004-11-05",
)

_LECTURE = Paper(
    "Lectures on Dams",
    "Giles Arkwright",
    (
        "The case of Dunmere is taught to every class, and every class asks who had the keys of the sluices.",
    ),
    stated="7 May 1881",
)

FILES = {
    "letter.txt": papers.plain(_LETTER),
    "answer.md": papers.markdown(_ANSWER),
    "evidence.jsonl": papers.jsonl(("inquest/penhale", _INQUEST)),
    "sermon.txt": papers.plain(_SERMON),
    "report.pdf": papers.pdf(_REPORT, header="REPORT ON THE DAM"),
    "1862-11-05 telegram.pdf": papers.picture_pdf(_TELEGRAM),
    "plan.png": papers.png(_PLAN),
    "memoir.docx": papers.docx(_MEMOIR),
    "history.epub": papers.epub(_HISTORY),
    "lecture.tex": papers.latex(_LECTURE),
    "minutes.tei.xml": papers.tei(_EDITION),
    "newspapers/1862-11-08/page.xml": papers.alto(_COLUMN),
    "newspapers/notice_12_November_1862.hocr": papers.hocr(_NOTICE),
    "web/online.html": papers.html(_PAGE),
    "web/crawl.warc.gz": papers.warc("https://dams.example/warnings", _CAPTURED, "2019-07-07"),
    "web/notes.atom": papers.atom("https://notes.example/", _POST),
}

# The date that counts for each file, its basis and its grade. Page images need text recognition (tesseract).
EXPECTED = {
    "letter.txt": ("1862-03-12", "date line", "C"),
    "answer.md": ("1862-03-20", "front matter", "C"),
    "evidence.jsonl": ("1862-11-18", "source key", "C"),
    "sermon.txt": ("1862", "imprint", "C"),
    "report.pdf": ("1863-03-04", "date line", "C"),
    "1862-11-05 telegram.pdf": ("1862-11-05", "date line", "C"),
    "plan.png": ("1861-05", "metadata table", "C"),
    "memoir.docx": ("1871-06-12", "date line", "C"),
    "history.epub": ("1894", "file metadata", "D"),
    "lecture.tex": ("1881-05-07", "front matter", "C"),
    "minutes.tei.xml": ("1862-03-19", "TEI header", "C"),
    "newspapers/1862-11-08/page.xml": ("1862-11-08", "file name", "D"),
    "newspapers/notice_12_November_1862.hocr": ("1862-11-12", "file name", "D"),
    "web/online.html": ("2003-05-12", "HTML meta", "C"),
    "web/crawl.warc.gz": ("2011-09-01", "HTML meta", "C"),
    "web/notes.atom": ("2004-11-05T09:00:00Z", "feed", "C"),
}
PICTURES = frozenset({"1862-11-05 telegram.pdf", "plan.png"})


def make(folder: Path) -> None:
    """Write the papers and the table that describes one of them."""
    for name, data in FILES.items():
        path = folder / "papers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "metadata.csv").write_bytes(METADATA)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    print(f"{len(FILES)} papers in {Path(sys.argv[1]) / 'papers'}")
