-- The journal of what the user changed, so that it can be undone, and what the user wrote.

-- `forward` and `back` are edits in JSON: what redo applies, and what undo applies. `packing` tells which of them is
-- deflated.
CREATE TABLE journal (
    id      INTEGER PRIMARY KEY,
    uid     BLOB NOT NULL UNIQUE,       -- 128 random bits: the edit has them in every library
    time    INTEGER NOT NULL,
    state   INTEGER NOT NULL,           -- 0 applied; 1 undone, `redo` applies it again; 2 undone; 3 applied, but not asked for by itself
    turn    INTEGER NOT NULL UNIQUE,    -- grows with every edit, undo and redo
    pending INTEGER NOT NULL DEFAULT 0, -- how many servers have not got it yet
    subject TEXT NOT NULL,              -- title of the one article or feed that it is about
    packing INTEGER NOT NULL,
    forward BLOB NOT NULL,
    back    BLOB NOT NULL
);
CREATE INDEX journal_state ON journal (state, turn);

-- A note can be about a passage of the article's text: its bytes, and its words.
ALTER TABLE note ADD COLUMN span_start INTEGER;
ALTER TABLE note ADD COLUMN span_end INTEGER;
ALTER TABLE note ADD COLUMN quote TEXT;

CREATE TABLE saved_search (
    id       INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    query    TEXT NOT NULL
);
