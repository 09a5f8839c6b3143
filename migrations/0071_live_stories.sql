-- Since when a story is live, so that open pages hear of each version; and until when it was.
ALTER TABLE stories ADD COLUMN live_since TEXT; -- NULL when it never was
ALTER TABLE stories ADD COLUMN live_until TEXT; -- NULL while it is
