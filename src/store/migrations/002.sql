-- What the reader says of names, what articles themselves say of them, and who has read them.

-- What the reader said against what articles seem to say, in order; `value` is JSON. Like marks and notes
-- nothing here is ever derived by a machine, and nothing here knows the numbers of entities.
CREATE TABLE correction (
    id    INTEGER PRIMARY KEY,
    added INTEGER NOT NULL,
    holds INTEGER NOT NULL, -- 0: taken back, and can be restored
    value TEXT NOT NULL
);

-- `said` is what articles call an entity to which the reader gave another name; `sayings` counts the
-- articles that say it themselves, whatever they show; `word` is what a name cut short would be looked up
-- by, and `surname` the same of people said in full.
ALTER TABLE entity ADD COLUMN said TEXT;
ALTER TABLE entity ADD COLUMN sayings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entity ADD COLUMN word TEXT;
ALTER TABLE entity ADD COLUMN surname TEXT;
UPDATE entity SET sayings = articles;
CREATE INDEX entity_word ON entity (word) WHERE word IS NOT NULL;

-- Whether an article says itself what it shows. Articles that say an entity, or in which a rule linked one
-- to it, and that show another in its place, are in a table of their own.
ALTER TABLE named ADD COLUMN said INTEGER NOT NULL DEFAULT 1;
CREATE TABLE moved (
    entity INTEGER, time INTEGER, article INTEGER, said INTEGER NOT NULL, PRIMARY KEY (entity, time, article)
) WITHOUT ROWID;

-- By which short forms articles call what they also name in full, and in how many articles.
CREATE TABLE called (form TEXT, entity INTEGER, articles INTEGER NOT NULL, PRIMARY KEY (form, entity)) WITHOUT ROWID;

-- Articles in which later ones could make an entity another one's, and words of which something new was
-- learned since: up to which article those that it could concern were asked again.
CREATE TABLE unsettled (entity INTEGER, article INTEGER, PRIMARY KEY (entity, article)) WITHOUT ROWID;
CREATE TABLE stirred (word TEXT PRIMARY KEY, done INTEGER NOT NULL) WITHOUT ROWID;

-- What each site usually writes of.
CREATE TABLE profile (site TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- Who reads articles for names: recogniser, versions, gazetteer. `article.reading` has its number.
CREATE TABLE reader (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO reader (id, name) SELECT DISTINCT reading, 'recogniser ' || reading FROM article WHERE reading > 0;
DROP INDEX article_reading;
CREATE INDEX article_reading ON article (reading, time, id);
