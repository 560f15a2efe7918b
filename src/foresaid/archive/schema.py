"""Which tables hold what was computed? A second public interface: any SQLite reader opens them.

Version history (a change raises VERSION; an older catalogue is rebuilt, never altered in place):
1  first
2  what a format found stays beside what was made of it; decisions, withdrawals, facsimiles, kinship
3  passages that stand in several documents, their clusters, and who may have the words from whom
4  every layer of reading; a body names its noun
5  what people write down beside the documents: events, commitments, reviews, outcomes, suggestions
"""

from __future__ import annotations

VERSION = 5

SCHEMA = """
CREATE TABLE meta (            -- facts about this catalogue itself
  key TEXT PRIMARY KEY,        -- schema_version, journal_seq (last record taken in), index stamps
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE item (            -- bytes received, once each
  digest TEXT PRIMARY KEY,     -- SHA-256; the file is payload/<first two>/<rest>
  size INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE accession (       -- each time bytes were received: every path of a duplicate is kept
  seq INTEGER PRIMARY KEY,     -- the journal record
  item TEXT NOT NULL REFERENCES item,
  source TEXT NOT NULL,        -- path as found from the folder that was given
  received TEXT NOT NULL       -- ISO 8601, UTC
);
CREATE INDEX accession_item ON accession (item);
CREATE INDEX accession_source ON accession (source);

CREATE TABLE reading (         -- how the reading of an item ended
  item TEXT PRIMARY KEY REFERENCES item,
  source TEXT NOT NULL,        -- the name it was read by
  version TEXT NOT NULL,       -- format and version that read it, or none/ and the formats there were
  state TEXT NOT NULL,         -- complete, partial (some of it, or some documents) or refused
  described TEXT NOT NULL      -- version of describing that its documents had; '' = to be described anew
) WITHOUT ROWID;

CREATE TABLE description (     -- one row of a metadata table that somebody gave
  seq INTEGER PRIMARY KEY,     -- the journal record
  item TEXT,                   -- the item it describes, where it names a file
  id TEXT,                     -- the id it gives a document, or names one by
  origin TEXT NOT NULL,        -- the table and row it stood in
  fields TEXT NOT NULL         -- JSON object: column -> value
);
CREATE INDEX description_item ON description (item);
CREATE INDEX description_id ON description (id);

CREATE TABLE decision (        -- what a person decided about a document, and why
  seq INTEGER PRIMARY KEY,     -- the journal record
  document TEXT NOT NULL,      -- hash(item, locator)
  item TEXT NOT NULL,
  field TEXT NOT NULL, value TEXT NOT NULL, because TEXT NOT NULL, received TEXT NOT NULL
);
CREATE INDEX decision_document ON decision (document);

CREATE TABLE withdrawal (      -- items that were taken out again; their bytes are gone
  item TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,        -- the journal record
  ids TEXT NOT NULL,           -- JSON list: the ids its documents had, which nobody else may have
  because TEXT NOT NULL, received TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE entry (           -- events, commitments, reviews, outcomes, suggestions (archive/entries.py)
  seq INTEGER PRIMARY KEY,     -- the journal record
  type TEXT NOT NULL,          -- its type
  key TEXT NOT NULL,           -- what it is about: an event's name, a forecast, another record
  body TEXT NOT NULL           -- JSON: the whole record
);
CREATE INDEX entry_key ON entry (type, key);

CREATE TABLE facsimile (       -- page images whose text another item holds (ALTO or hOCR beside them)
  item TEXT PRIMARY KEY,
  text_item TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE document (        -- a text and where it comes from
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,     -- the name people use
  digest TEXT NOT NULL UNIQUE, -- hash(item, locator)
  item TEXT NOT NULL REFERENCES item,
  locator TEXT NOT NULL,       -- member inside the item, '' when it is the whole
  text_digest TEXT NOT NULL,   -- hash(document, extractor, text)
  extractor TEXT NOT NULL,     -- name/version
  encoding TEXT NOT NULL,      -- codec, and how it was known
  witness TEXT NOT NULL,       -- how the text came to be these characters
  state TEXT NOT NULL,         -- complete or partial
  notes TEXT NOT NULL,         -- JSON list: what was lost, in words
  found TEXT NOT NULL,         -- JSON: what the format itself found, before anybody else described it
  title TEXT, speaker TEXT,    -- best-founded values, for lists
  date TEXT, earliest INTEGER, latest INTEGER, grade TEXT,  -- best dating; days from 0001-01-01 = 1
  text TEXT NOT NULL
);
CREATE INDEX document_text ON document (text_digest);

CREATE TABLE refusal (         -- what could not be read, and why
  item TEXT NOT NULL, locator TEXT NOT NULL, notes TEXT NOT NULL,
  PRIMARY KEY (item, locator)
) WITHOUT ROWID;

CREATE TABLE statement (       -- what is said about a document, best basis first
  document INTEGER NOT NULL REFERENCES document, rank INTEGER NOT NULL,
  field TEXT NOT NULL, value TEXT NOT NULL, basis TEXT NOT NULL, start INTEGER, "end" INTEGER,
  PRIMARY KEY (document, rank)
) WITHOUT ROWID;

CREATE TABLE dating (          -- dates of a document, best basis first
  document INTEGER NOT NULL REFERENCES document, rank INTEGER NOT NULL,
  kind TEXT NOT NULL, date TEXT NOT NULL, earliest INTEGER, latest INTEGER, qualifiers TEXT NOT NULL,
  basis TEXT NOT NULL, grade TEXT NOT NULL, start INTEGER, "end" INTEGER, note TEXT NOT NULL,
  PRIMARY KEY (document, rank)
) WITHOUT ROWID;

CREATE TABLE page (            -- pages of a document, in code points
  document INTEGER NOT NULL REFERENCES document, rank INTEGER NOT NULL,
  label TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  omitted TEXT NOT NULL,       -- JSON list: running headers, footers, page numbers
  PRIMARY KEY (document, rank)
) WITHOUT ROWID;

CREATE TABLE fingerprint ( -- what a text is recognised by, whatever it looks like (text/shingles.py)
  document INTEGER PRIMARY KEY REFERENCES document,
  text_digest TEXT NOT NULL,   -- of the text it was made from
  version TEXT NOT NULL,       -- of the rules it was made by
  words INTEGER NOT NULL,
  stream TEXT NOT NULL,        -- SHA-256 of the word hashes: equal where the words are
  grams BLOB NOT NULL          -- sampled hashes of word n-grams, sorted, u32 little-endian
);

CREATE TABLE kinship (  -- which documents hold the same text; links, never mergers
  document INTEGER NOT NULL REFERENCES document,
  kin INTEGER NOT NULL REFERENCES document,
  kind TEXT NOT NULL,          -- same, near (both symmetric), part (document stands in kin), apart (compared, not akin)
  share REAL NOT NULL,         -- of the document's words that stand in kin; of both, the smaller one
  start INTEGER, "end" INTEGER,  -- part: where in kin, in code points
  PRIMARY KEY (document, kin)
) WITHOUT ROWID;
CREATE INDEX kinship_kin ON kinship (kin);

CREATE TABLE step (            -- what has been done, so that a rerun does only what is new
  step TEXT NOT NULL, version TEXT NOT NULL, input TEXT NOT NULL,
  PRIMARY KEY (step, version, input)
) WITHOUT ROWID;
CREATE INDEX step_input ON step (step, input);

CREATE TABLE annotation (      -- what was found in a text
  id TEXT PRIMARY KEY,         -- hash(text_digest, layer, span, body)
  document INTEGER NOT NULL REFERENCES document,
  layer TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  type TEXT NOT NULL, level INTEGER NOT NULL, speaker TEXT,
  generator TEXT NOT NULL, status TEXT NOT NULL,
  body TEXT NOT NULL           -- JSON: the noun of the layer
) WITHOUT ROWID;
CREATE INDEX annotation_place ON annotation (document, start);
CREATE INDEX annotation_layer ON annotation (layer, document, start);

CREATE TABLE verification (    -- the verdict on each quotation of the collection
  annotation TEXT PRIMARY KEY REFERENCES annotation,
  verdict TEXT NOT NULL, words TEXT NOT NULL,
  speaker TEXT NOT NULL, date TEXT NOT NULL, work TEXT NOT NULL,
  source TEXT, source_start INTEGER, source_end INTEGER,  -- document id and span
  body TEXT NOT NULL           -- JSON: the whole verification
) WITHOUT ROWID;
CREATE INDEX verification_verdict ON verification (verdict);
CREATE INDEX verification_source ON verification (source);

CREATE TABLE reuse (           -- passages that stand in two documents, in code points
  one INTEGER NOT NULL REFERENCES document, one_start INTEGER NOT NULL, one_end INTEGER NOT NULL,
  other INTEGER NOT NULL REFERENCES document, other_start INTEGER NOT NULL, other_end INTEGER NOT NULL,
  matched INTEGER NOT NULL,    -- words that agree one by one
  identity REAL NOT NULL,      -- their share of the words of both passages
  bits INTEGER NOT NULL,       -- how unlikely that is by chance: one in 2 to the power of it
  PRIMARY KEY (one, one_start, other, other_start)
) WITHOUT ROWID;
CREATE INDEX reuse_other ON reuse (other);

CREATE TABLE cluster (         -- the same words in several documents
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,     -- hash of the documents and spans of its attestations
  kind TEXT NOT NULL,          -- passage or formula
  reason TEXT NOT NULL,        -- why it counts as a formula
  words INTEGER NOT NULL,      -- the middle length of its pairs, in words that agree
  witnesses INTEGER NOT NULL   -- independent texts that hold it
);

CREATE TABLE attestation (     -- a place that holds the words of a cluster
  cluster INTEGER NOT NULL REFERENCES cluster, rank INTEGER NOT NULL,  -- in order of date, undated ones last
  document INTEGER NOT NULL REFERENCES document, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  standing TEXT NOT NULL,      -- earliest, possibly earliest, later, undated
  quoted INTEGER NOT NULL,     -- 1 where the document quotes the words there
  voice TEXT NOT NULL,         -- whom from, '' = nobody named
  witness TEXT NOT NULL,       -- the independent text, by the first id of its copies
  PRIMARY KEY (cluster, rank)
) WITHOUT ROWID;
CREATE INDEX attestation_document ON attestation (document, start);

CREATE TABLE derivation (      -- where an attestation has its words from
  cluster INTEGER NOT NULL REFERENCES cluster,
  attestation INTEGER NOT NULL, source INTEGER,  -- ranks in the cluster; NULL = nothing points to one
  origin TEXT NOT NULL,        -- from, possibly from, undetermined
  reasons TEXT NOT NULL,       -- JSON list, in words
  PRIMARY KEY (cluster, attestation)
) WITHOUT ROWID;
"""
