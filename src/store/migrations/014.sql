-- Names that the user watches (state 1) or mutes (2); 0 for neither any longer, so that it is kept when the user last
-- looked. By kind and key, like corrections: numbers of entities are derived.
CREATE TABLE attention (
    kind INTEGER NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL,
    looked INTEGER NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
