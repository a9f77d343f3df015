-- Where places lie, to be found by. All of it is read from `place`, so that nothing has to keep it up.

ALTER TABLE entity ADD COLUMN latitude REAL GENERATED ALWAYS AS (json_extract(place, '$.latitude')) VIRTUAL;
ALTER TABLE entity ADD COLUMN longitude REAL GENERATED ALWAYS AS (json_extract(place, '$.longitude')) VIRTUAL;
ALTER TABLE entity ADD COLUMN country TEXT GENERATED ALWAYS AS (json_extract(place, '$.country')) VIRTUAL;
ALTER TABLE entity ADD COLUMN division TEXT GENERATED ALWAYS AS (json_extract(place, '$.admin1')) VIRTUAL;
ALTER TABLE entity ADD COLUMN geonameid INTEGER GENERATED ALWAYS AS (json_extract(place, '$.geonameid')) VIRTUAL;
CREATE INDEX entity_country ON entity (country) WHERE place IS NOT NULL;
CREATE INDEX entity_geonameid ON entity (geonameid) WHERE place IS NOT NULL;

-- The same coordinates as an R*Tree (https://sqlite.org/rtree.html), for what lies near a point.
CREATE VIRTUAL TABLE place_box USING rtree(id, south, north, west, east);
INSERT INTO place_box
    SELECT id, latitude, latitude, longitude, longitude FROM entity WHERE latitude IS NOT NULL;
CREATE TRIGGER entity_placed AFTER INSERT ON entity WHEN new.latitude IS NOT NULL BEGIN
    INSERT OR REPLACE INTO place_box VALUES (new.id, new.latitude, new.latitude, new.longitude, new.longitude);
END;
CREATE TRIGGER entity_moved AFTER UPDATE OF place ON entity WHEN new.place IS NOT old.place BEGIN
    DELETE FROM place_box WHERE id = old.id;
    INSERT INTO place_box
        SELECT new.id, new.latitude, new.latitude, new.longitude, new.longitude WHERE new.latitude IS NOT NULL;
END;
CREATE TRIGGER entity_gone AFTER DELETE ON entity WHEN old.latitude IS NOT NULL BEGIN
    DELETE FROM place_box WHERE id = old.id;
END;

-- The orders of lists: by site, and by length.
CREATE INDEX article_site ON article (coalesce(site, '') COLLATE NOCASE, time DESC, id DESC);
CREATE INDEX article_words ON article (words, id);
