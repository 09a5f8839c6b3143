-- A story's document as it was at some revisions, so that an earlier moment is found without replaying the whole log.
-- Nothing depends on one being there: they are made beside the edits, and can be made again from the log.
CREATE TABLE snapshots (
    story_id BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    document TEXT NOT NULL,               -- JSON
    PRIMARY KEY (story_id, revision)
) STRICT;
