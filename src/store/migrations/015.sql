-- What only Dateline knows, field by field, as it was when it was last exported or merged: who wrote it last, and when. A
-- value of NULL was removed. `held` ones are of articles or names that this library does not have (yet); `local` is the
-- number that a correction of another library has here.
CREATE TABLE mine (
    key    TEXT PRIMARY KEY,
    value  TEXT,
    time   INTEGER NOT NULL,
    writer TEXT NOT NULL,
    held   INTEGER NOT NULL,
    local  INTEGER
) WITHOUT ROWID;
