-- The feeds that the reader follows, and by what their entries are known again.

-- A removed feed stays here, so that it can be brought back and no list brings it back by itself.
-- `standing` is JSON of the fetching's own.
CREATE TABLE feed (
    id       INTEGER PRIMARY KEY,
    digest   BLOB NOT NULL UNIQUE, -- of its address
    url      TEXT NOT NULL,
    title    TEXT,    -- what it calls itself
    name     TEXT,    -- what the reader calls it
    site     TEXT,
    added    INTEGER NOT NULL,
    paused   INTEGER, -- since when
    removed  INTEGER, -- since when
    standing TEXT
);
CREATE TABLE feed_tag (feed INTEGER, name TEXT COLLATE NOCASE, PRIMARY KEY (feed, name)) WITHOUT ROWID;

-- Which articles a feed has brought; `time` is the article's.
CREATE TABLE carried (feed INTEGER, time INTEGER, article INTEGER, PRIMARY KEY (feed, time, article)) WITHOUT ROWID;

-- By what an entry may be known again: hashes of its number, address and title within its feed. Other than
-- an identity, a clue can lead to several articles, and is not believed without a look at them.
CREATE TABLE clue (digest BLOB, article INTEGER, PRIMARY KEY (digest, article)) WITHOUT ROWID;

-- Articles that a person deleted: their rows of `article` and `mark`, so that they can come back. Texts, names,
-- identities and clues stay where they are, so that nothing brings them in again; what feeds have brought of
-- them stands in `carried` under negated numbers. `sequence` is the number of the deletion, for the index.
CREATE TABLE deleted (
    id         INTEGER PRIMARY KEY,
    time       INTEGER NOT NULL,
    published  INTEGER,
    precision  INTEGER NOT NULL,
    added      INTEGER NOT NULL,
    words      INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    reading    INTEGER NOT NULL,
    title      TEXT NOT NULL,
    site       TEXT,
    read       INTEGER,
    bookmarked INTEGER
);
CREATE UNIQUE INDEX deleted_sequence ON deleted (sequence);
