-- What the reader says of names, whom articles themselves say, and who has read them.

-- What the reader said against what articles seem to say, in order; `value` is JSON. Like marks and notes
-- nothing here is ever derived by a machine, and nothing here knows the numbers of entities.
CREATE TABLE correction (
    id    INTEGER PRIMARY KEY,
    added INTEGER NOT NULL,
    holds INTEGER NOT NULL, -- 0: taken back, and can be restored
    value TEXT NOT NULL
);

-- What articles call an entity to which the reader gave another name.
ALTER TABLE entity ADD COLUMN said TEXT;

-- Articles that say an entity, or in which a rule linked one to it, and that show another in its place.
CREATE TABLE moved (entity INTEGER, article INTEGER, PRIMARY KEY (entity, article)) WITHOUT ROWID;

-- Who reads articles for names: recogniser, versions, gazetteer. `article.reading` has its number.
CREATE TABLE reader (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO reader (id, name) SELECT DISTINCT reading, 'recogniser ' || reading FROM article WHERE reading > 0;
DROP INDEX article_reading;
CREATE INDEX article_reading ON article (reading, time, id);
