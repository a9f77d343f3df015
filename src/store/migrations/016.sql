-- What an article that waits to be counted again is counted as so far: its earlier names; NULL where it is not counted yet.
ALTER TABLE uncounted ADD COLUMN before BLOB;

-- Articles of another version are analysed again in the order they were added; with the time, this index was twice as large.
DROP INDEX article_reading;
CREATE INDEX article_reading ON article (reading);
