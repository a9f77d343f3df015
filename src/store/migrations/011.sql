-- Accounts on servers that keep feeds, articles and their states. Ids of servers are numbers where they look like some,
-- and texts else.

-- `secret` says where the password is got from, and is none. The journal is the outbox: the server has got all of it up to
-- the turn `sent`, and `part` articles of the edit whose turn is `part_of`. `state` is JSON of the synchronising's own.
CREATE TABLE account (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL COLLATE NOCASE UNIQUE,
    url      TEXT NOT NULL,
    user     TEXT NOT NULL,
    protocol TEXT NOT NULL,
    secret   TEXT NOT NULL,
    added    INTEGER NOT NULL,
    sent     INTEGER NOT NULL,
    part_of  INTEGER NOT NULL DEFAULT 0,
    part     INTEGER NOT NULL DEFAULT 0,
    state    TEXT NOT NULL DEFAULT '{}'
);

-- Which feeds a server has, with their title and folders when they were last seen there. `own` feeds were followed before,
-- and stay when the account goes.
CREATE TABLE account_feed (
    account INTEGER, id, feed INTEGER NOT NULL, title TEXT NOT NULL, folders TEXT NOT NULL, own INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;

-- Feeds that the user wants a server to have (1), or not to have (0), and that it has not (or has) yet.
CREATE TABLE account_wish (
    account INTEGER, feed INTEGER, wanted INTEGER NOT NULL, PRIMARY KEY (account, feed)
) WITHOUT ROWID;

-- Which article an item of a server is, and its states when they were last seen there. `handle` is what some servers want
-- to have it called by.
CREATE TABLE account_item (
    account INTEGER, id, article INTEGER NOT NULL, unread INTEGER NOT NULL, starred INTEGER NOT NULL, handle TEXT,
    PRIMARY KEY (account, id)
) WITHOUT ROWID;
CREATE INDEX account_item_article ON account_item (article);
CREATE TABLE account_label (
    account INTEGER, label TEXT, id, PRIMARY KEY (account, label, id)
) WITHOUT ROWID;

-- The account whose server made a change: it is sent to the others alone.
ALTER TABLE journal ADD COLUMN origin INTEGER;
