-- What each site says in one article after another, and is left out of the next.
CREATE TABLE habits (site TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
