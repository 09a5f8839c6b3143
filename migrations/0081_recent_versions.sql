-- The latest stories are asked for by every front page and under every story: read in their order, and no further than
-- is shown.
CREATE INDEX recent_versions ON versions (published_at DESC, story_id DESC, number);
