-- Articles without a date: they are few in most libraries, and times of publication leave them out.
CREATE INDEX article_undated ON article (id, time) WHERE precision = 0;
