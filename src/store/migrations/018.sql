-- Changes that a server refused, which wait beside the journal: `what` was changed of which article or feed, as JSON, and
-- how often it was refused alone. They are sent again, later and later.
CREATE TABLE account_held (
    account INTEGER, what TEXT, subject INTEGER, tries INTEGER NOT NULL, PRIMARY KEY (account, what, subject)
) WITHOUT ROWID;
