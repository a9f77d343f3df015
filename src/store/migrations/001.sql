-- The first shape of a library.
--
-- Times are seconds since the Unix epoch. An article's `time` is its publication or, where that is
-- unknown, when it was added; it never changes, so that every list can be keyed by (time, article).
-- Numbers of kinds, marks and packings are those of the Rust code beside this file.

-- Small settings: the library's own number, and what the screen wants to find again.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Counts that are kept with every change, so that nothing has to be counted.
CREATE TABLE kept (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO kept VALUES
    ('articles', 0), ('unread', 0), ('bookmarked', 0), ('text_bytes', 0), ('sequence', 0),
    ('people', 0), ('places', 0), ('organisations', 0);

-- What a row of a list shows, and no more.
CREATE TABLE article (
    id        INTEGER PRIMARY KEY,
    time      INTEGER NOT NULL,
    published INTEGER,
    precision INTEGER NOT NULL,
    added     INTEGER NOT NULL,
    words     INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    sequence  INTEGER NOT NULL, -- grows with every change that the search index has to follow
    reading   INTEGER NOT NULL, -- version of the recogniser that read it; 0 for none
    title     TEXT NOT NULL,
    site      TEXT
);
CREATE INDEX article_time ON article (time, id);
CREATE UNIQUE INDEX article_sequence ON article (sequence);
CREATE INDEX article_reading ON article (reading);

-- Texts, one row for each version of an article's text.
CREATE TABLE revision (
    id       INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL,
    added    INTEGER NOT NULL,
    packing  INTEGER NOT NULL,
    title    TEXT NOT NULL,
    byline   TEXT,
    url      TEXT,
    language TEXT,
    parts    BLOB NOT NULL, -- structure, links, what was dropped
    text     BLOB NOT NULL
);

-- What makes two articles the same: hashes of texts and of addresses.
CREATE TABLE identity (digest BLOB PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source (article INTEGER, address TEXT, PRIMARY KEY (article, address)) WITHOUT ROWID;

-- What a person did. Nothing here is ever derived by a machine.
CREATE TABLE mark (article INTEGER PRIMARY KEY, read INTEGER, bookmarked INTEGER);
CREATE TABLE tag (name TEXT COLLATE NOCASE, article INTEGER, PRIMARY KEY (name, article)) WITHOUT ROWID;
CREATE INDEX tag_article ON tag (article);
CREATE TABLE note (id INTEGER PRIMARY KEY, article INTEGER NOT NULL, added INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX note_article ON note (article);
CREATE TABLE position (article INTEGER PRIMARY KEY, offset INTEGER NOT NULL);

-- The standing lists, derived from `mark`: 1 unread and 2 bookmarks by the article's time, 3 history
-- by the moment of reading.
CREATE TABLE shelf (shelf INTEGER, time INTEGER, article INTEGER, PRIMARY KEY (shelf, time, article)) WITHOUT ROWID;

-- Who and what is named, derived from the texts.
CREATE TABLE entity (
    id       INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL,
    articles INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    key      TEXT NOT NULL,
    name     TEXT NOT NULL,
    place    TEXT
);
CREATE UNIQUE INDEX entity_key ON entity (kind, key);
CREATE INDEX entity_articles ON entity (kind, articles);
CREATE TABLE alias (
    folded TEXT, entity INTEGER, form TEXT, mentions INTEGER NOT NULL,
    PRIMARY KEY (folded, entity, form)
) WITHOUT ROWID;
CREATE INDEX alias_entity ON alias (entity);
CREATE TABLE role (entity INTEGER, role TEXT, articles INTEGER NOT NULL, PRIMARY KEY (entity, role)) WITHOUT ROWID;
CREATE TABLE month (entity INTEGER, month INTEGER, articles INTEGER NOT NULL, PRIMARY KEY (entity, month)) WITHOUT ROWID;

-- Who is named where: a name to its articles is one range of this table.
CREATE TABLE named (
    entity INTEGER, time INTEGER, article INTEGER, mentions INTEGER NOT NULL,
    PRIMARY KEY (entity, time, article)
) WITHOUT ROWID;

-- All that one article names, where it stands and how salient it is, in one compact value.
CREATE TABLE names (article INTEGER PRIMARY KEY, value BLOB NOT NULL);
