-- Whether an edit was something new ('do') or took back ('undo') or repeated ('redo') an earlier one of its author's:
-- what undo needs to go on after a reload.
ALTER TABLE edits ADD COLUMN kind TEXT NOT NULL DEFAULT 'do';
CREATE INDEX edits_by_author ON edits (story_id, account_id, revision, kind);
