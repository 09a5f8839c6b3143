-- Who works on a story beside its curator, and who may look at the draft. A row stays when access is taken back, so
-- that a page which is still open can be told so instead of finding the story gone.
CREATE TABLE collaborators (
    story_id   BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    role       TEXT NOT NULL,             -- 'editor' or 'viewer'
    added_at   TEXT NOT NULL,
    revoked_at TEXT,                      -- NULL while they may
    PRIMARY KEY (story_id, account_id)
) STRICT;
CREATE INDEX collaborators_by_account ON collaborators (account_id);

-- Links by which somebody with an account comes to a story; each works once and within a week.
CREATE TABLE story_invitations (
    id         BLOB NOT NULL PRIMARY KEY,
    story_id   BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL UNIQUE,      -- SHA-256 of the link's token
    role       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX story_invitations_by_story ON story_invitations (story_id);
