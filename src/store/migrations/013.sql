-- What is done to new articles that a saved search finds, as JSON.
ALTER TABLE saved_search ADD COLUMN rule TEXT NOT NULL DEFAULT '{}';
