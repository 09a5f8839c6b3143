-- The tray: posts that a curator has set aside, for a story still to come.
CREATE TABLE tray_entries (
    id         BLOB NOT NULL PRIMARY KEY, -- UUIDv7: the order in which they were set aside
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    post_id    BLOB NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    saved_at   TEXT NOT NULL,
    UNIQUE (account_id, post_id)
) STRICT;
CREATE INDEX tray_entries_by_post ON tray_entries (post_id);
