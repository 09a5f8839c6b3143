-- Pages of long stories as they were rendered, so that their first reader after a restart does not wait for it again.
-- A page whose stamp is not the one asked for is stale: the version, the curator's other stories or Sheaf changed.
CREATE TABLE kept_pages (
    story_id BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    variant  TEXT NOT NULL,
    stamp    TEXT NOT NULL,               -- SHA-256 of everything that the page is made from
    etag     TEXT NOT NULL,
    brotli   BLOB NOT NULL,
    PRIMARY KEY (story_id, variant)
) STRICT;
