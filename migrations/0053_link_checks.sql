-- What was found at the addresses that stories link to, so that the same is not asked again at every look. A cache:
-- it may be emptied at any time.
CREATE TABLE link_checks (
    address    TEXT NOT NULL PRIMARY KEY,
    failure    TEXT,                      -- in words; NULL when something is there
    checked_at INTEGER NOT NULL           -- seconds since 1970
) STRICT;
