-- What a replay under another policy needs besides V1's columns; null in rows written before. Still no text.
ALTER TABLE requests ADD COLUMN operation          TEXT;     -- chat, embeddings
ALTER TABLE requests ADD COLUMN modality           TEXT;     -- text, image, audio, file
ALTER TABLE requests ADD COLUMN language           TEXT;     -- ISO 639-1, und
ALTER TABLE requests ADD COLUMN tools              INTEGER;  -- 1 when the caller offered tools
ALTER TABLE requests ADD COLUMN estimated_tokens   INTEGER;  -- of the prompt, as conditions saw it
ALTER TABLE requests ADD COLUMN complexity_shipped REAL;     -- before a tenant's calibration
ALTER TABLE requests ADD COLUMN scorer             TEXT;     -- the version of the scorer that gave it

-- One rating a request. Only the tenant that made the request may rate it.
CREATE TABLE feedback (
    tenant     TEXT NOT NULL,
    request_id TEXT NOT NULL,
    score      REAL NOT NULL CHECK (score >= 0 AND score <= 1),  -- 0 useless, 1 good
    reason     TEXT,                                             -- a word of a closed list
    rated_at   TEXT NOT NULL,                                    -- ISO 8601, UTC
    PRIMARY KEY (tenant, request_id)
) WITHOUT ROWID;
