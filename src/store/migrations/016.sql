-- What an article that waits to be counted again is counted as so far: its earlier names; NULL where it is not counted yet.
ALTER TABLE uncounted ADD COLUMN before BLOB;
