-- Dictionaries, by which texts (kind 0) and values of names (1) are packed; `version` says how they were made.
CREATE TABLE dictionary (
    id      INTEGER PRIMARY KEY,
    kind    INTEGER NOT NULL,
    version INTEGER NOT NULL,
    value   BLOB NOT NULL
);
ALTER TABLE names ADD COLUMN packing INTEGER NOT NULL DEFAULT 0;

-- Texts that are packed without one: they are packed again when there is time.
CREATE INDEX revision_to_repack ON revision (id) WHERE packing & 4 = 0;
