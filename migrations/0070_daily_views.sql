-- How often a story was seen, by day and by the site that led there. No address, no cookie, nothing of a reader.
CREATE TABLE daily_views (
    story_id BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    day      TEXT NOT NULL,               -- UTC, 2026-11-25
    site     TEXT NOT NULL,               -- a host; '' when the reader's browser named none, '*' for all beyond the bound
    views    INTEGER NOT NULL DEFAULT 0,  -- of its page
    embeds   INTEGER NOT NULL DEFAULT 0,  -- within other sites
    PRIMARY KEY (story_id, day, site)
) STRICT;
