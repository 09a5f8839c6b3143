-- Searches that a curator comes back to.
CREATE TABLE saved_searches (
    id         BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    source     TEXT NOT NULL,
    words      TEXT NOT NULL,
    filters    TEXT NOT NULL,             -- JSON: the query parameters that are set
    saved_at   TEXT NOT NULL,
    UNIQUE (account_id, source, words, filters)
) STRICT;
