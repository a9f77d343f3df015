-- Links that are asked again where something was learned.

-- To whom a rule linked what an article says; 0 for nobody, or where that is not known.
ALTER TABLE moved ADD COLUMN link INTEGER NOT NULL DEFAULT 0;

-- What the links of an entity went by, beside company, when its articles were last asked.
ALTER TABLE entity ADD COLUMN outlook INTEGER;

-- Words of which something was learned: between which moments articles learned it (roughly), of whom alone (0 for
-- several, or where somebody is said no longer), and how often the row was changed.
CREATE TABLE relink (
    word TEXT PRIMARY KEY, since INTEGER NOT NULL, until INTEGER NOT NULL, gainer INTEGER NOT NULL,
    stamp INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO relink SELECT word, -9223372036854775808, 9223372036854775807, 0, 0 FROM stirred;
DROP TABLE stirred;
DROP TABLE unsettled;
