-- The library: what has been captured, findable by its words. SQLite's own full-text search (FTS5), which no other
-- engine has: this file and server/src/library/index.rs are the ones to replace for another.
--
-- Words are indexed as server/src/library/fold.rs writes them: without case and accents, Chinese, Japanese and Korean
-- sign by sign. That cannot be said in SQL, so posts queue up here, whoever writes them, and are read before the next
-- search.
CREATE TABLE library_queue (
    post_id BLOB NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE
) STRICT;
INSERT INTO library_queue (post_id) SELECT id FROM posts;

CREATE TRIGGER library_queue_new AFTER INSERT ON posts BEGIN
    INSERT INTO library_queue (post_id) VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER library_queue_changed AFTER UPDATE OF snapshot ON posts BEGIN
    INSERT INTO library_queue (post_id) VALUES (new.id) ON CONFLICT DO NOTHING;
END;

-- A post by the number it has in the full-text index, with what results are ordered and found by.
CREATE TABLE library_entries (
    number  INTEGER NOT NULL PRIMARY KEY,
    post_id BLOB NOT NULL UNIQUE REFERENCES posts (id) ON DELETE CASCADE,
    at      INTEGER NOT NULL,             -- when it was published, or else captured; milliseconds since 1970
    uri     TEXT NOT NULL,
    url     TEXT
) STRICT;
CREATE INDEX library_entries_by_time ON library_entries (at, number);
CREATE INDEX library_entries_by_uri ON library_entries (uri);
CREATE INDEX library_entries_by_url ON library_entries (url);

CREATE VIRTUAL TABLE library_words USING fts5 (
    author, words, tags, content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER library_forgets AFTER DELETE ON library_entries BEGIN
    DELETE FROM library_words WHERE rowid = old.number;
END;
