-- Names that are stored and counted later, many articles together and each table in its own order.

CREATE TABLE uncounted (article INTEGER PRIMARY KEY);

-- How far that has come, where it was interrupted: which of the tables is written, and up to where.
-- `pass` is the number of the pass.
CREATE TABLE counting (pass INTEGER NOT NULL, phase INTEGER NOT NULL, at INTEGER NOT NULL);
INSERT INTO counting VALUES (0, 0, 0);
