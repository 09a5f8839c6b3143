-- Sheaf's store. Times are RFC 3339 text in UTC, identifiers are UUIDv7 as 16 bytes, documents are JSON text.
-- The text stays within what PostgreSQL reads too; STRICT is SQLite's word for having types checked.

-- People who may sign in. The first one made administers the installation.
CREATE TABLE accounts (
    id            BLOB NOT NULL PRIMARY KEY,
    handle        TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    bio           TEXT NOT NULL DEFAULT '',
    password_hash TEXT NOT NULL,          -- argon2id, PHC string
    is_admin      INTEGER NOT NULL DEFAULT 0,
    created_at    TEXT NOT NULL
) STRICT;

-- Browsers that are signed in. Only a hash of the cookie is kept: a copy of the store opens no session.
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY, -- SHA-256 of the cookie's token
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);

-- Programs that act for an account, likewise by hash.
CREATE TABLE api_tokens (
    id           BLOB NOT NULL PRIMARY KEY,
    account_id   BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    token_hash   BLOB NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    last_used_at TEXT
) STRICT;
CREATE INDEX api_tokens_by_account ON api_tokens (account_id);

-- Links by which others may join; each works once.
CREATE TABLE invitations (
    id         BLOB NOT NULL PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    invited_by BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_by    BLOB REFERENCES accounts (id) ON DELETE SET NULL
) STRICT;

-- A curator's own access to a source. The secret is sealed with the key file of the data folder.
CREATE TABLE connections (
    account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    source     TEXT NOT NULL,
    label      TEXT NOT NULL,             -- what people see: handle or server
    sealed     BLOB NOT NULL,             -- nonce and XChaCha20-Poly1305 ciphertext of the credentials as JSON
    created_at TEXT NOT NULL,
    PRIMARY KEY (account_id, source)
) STRICT;

-- Pictures. The bytes lie in the media folder under their SHA-256, so equal pictures are kept once.
CREATE TABLE media (
    id         BLOB NOT NULL PRIMARY KEY,
    origin     TEXT UNIQUE,               -- where it can be copied from; NULL for an upload
    sha256     TEXT,                      -- NULL until it is copied
    mime       TEXT,
    bytes      INTEGER,
    width      INTEGER,
    height     INTEGER,
    attempts   INTEGER NOT NULL DEFAULT 0,
    failure    TEXT,                      -- why the last attempt failed, in words
    tried_at   TEXT,                      -- when the last attempt was
    owner_id   BLOB REFERENCES accounts (id) ON DELETE SET NULL, -- who uploaded it
    created_at TEXT NOT NULL,
    copied_at  TEXT
) STRICT;

-- Posts, as captured. The columns are what is searched and listed; `snapshot` is the whole normalised post.
CREATE TABLE posts (
    id           BLOB NOT NULL PRIMARY KEY,
    source       TEXT NOT NULL,
    uri          TEXT NOT NULL,
    published_at TEXT,
    captured_at  TEXT NOT NULL,
    state        TEXT NOT NULL,
    content_hash TEXT NOT NULL,           -- SHA-256 of what the author made: changes when they edit
    snapshot     TEXT NOT NULL,
    raw          TEXT NOT NULL,           -- the network's own answer about it
    UNIQUE (source, uri)
) STRICT;

-- Stories. Title, introduction and cover are fields of the document that edits change; the rest belongs to the server.
CREATE TABLE stories (
    id                 BLOB NOT NULL PRIMARY KEY,
    account_id         BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    slug               TEXT NOT NULL,
    title              TEXT NOT NULL,
    introduction       TEXT NOT NULL DEFAULT '',
    cover              TEXT,              -- JSON picture
    revision           INTEGER NOT NULL DEFAULT 0,
    created_at         TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    published_version  INTEGER,           -- NULL while readers cannot see it
    first_published_at TEXT,
    UNIQUE (account_id, slug)
) STRICT;

CREATE TABLE items (
    story_id  BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    id        BLOB NOT NULL,
    order_key TEXT NOT NULL,
    post_id   BLOB REFERENCES posts (id), -- also inside `body`; here so that posts in use are kept
    body      TEXT NOT NULL,              -- JSON
    PRIMARY KEY (story_id, id)
) STRICT;
CREATE INDEX items_by_post ON items (post_id);

-- Every accepted edit, as it was applied. Never changed, never deleted but with its story.
CREATE TABLE edits (
    story_id    BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    revision    INTEGER NOT NULL,
    edit_id     BLOB NOT NULL,            -- the sender's; the same again is the same edit
    account_id  BLOB NOT NULL,
    changes     TEXT NOT NULL,
    rebased     INTEGER NOT NULL DEFAULT 0,
    accepted_at TEXT NOT NULL,
    PRIMARY KEY (story_id, revision),
    UNIQUE (story_id, edit_id)
) STRICT;

-- What a publish made: the document with its posts, frozen.
CREATE TABLE versions (
    story_id     BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    title        TEXT NOT NULL,           -- this and the next three: what lists show, without reading the document
    introduction TEXT NOT NULL,
    cover        TEXT,                    -- JSON picture
    items        INTEGER NOT NULL,
    document     TEXT NOT NULL,           -- JSON: the document, its posts, pictures that are missing
    published_at TEXT NOT NULL,
    PRIMARY KEY (story_id, number)
) STRICT;
