-- Edits that were accepted and changed nothing: somebody else had done the same already. They make no revision, but a
-- late repeat of one must be recognised all the same, or it would be applied to what was done since.
CREATE TABLE settled_edits (
    story_id BLOB NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    edit_id  BLOB NOT NULL,               -- the sender's, as in edits
    revision INTEGER NOT NULL,            -- what the story had reached: the answer that was given
    rebased  INTEGER NOT NULL,
    PRIMARY KEY (story_id, edit_id)
) STRICT;
