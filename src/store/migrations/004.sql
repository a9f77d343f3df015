-- Full texts of articles of which a feed brings but a teaser.

-- Of which versions an article's texts are: `teaser` is what its feed brought, and later versions of the feed are
-- compared with it; `page` was fetched from its page. The one that is shown is the article's `revision`. Both are
-- NULL where fetching failed so far, `tries` times.
CREATE TABLE full_text (
    article INTEGER PRIMARY KEY,
    teaser  INTEGER,
    page    INTEGER,
    tries   INTEGER NOT NULL
);

-- Since when the full texts of a feed's new articles are fetched.
ALTER TABLE feed ADD COLUMN whole INTEGER;
