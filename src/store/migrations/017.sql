-- Identities are in no order: each that is stored changes another page of their table. Those of an intake wait here, and move
-- there many at a time.
CREATE TABLE recent_identity (digest BLOB PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
