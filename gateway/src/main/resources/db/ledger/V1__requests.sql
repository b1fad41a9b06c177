-- One row a request. Money in whole nano-dollars; no text of any prompt or answer, and users only as keyed digests.
CREATE TABLE requests (
    request_id        TEXT    NOT NULL,
    received_at       TEXT    NOT NULL,  -- ISO 8601, UTC
    tenant            TEXT    NOT NULL,
    key_id            TEXT    NOT NULL,
    user_digest       TEXT    NOT NULL,
    asked_model       TEXT    NOT NULL,
    outcome           TEXT    NOT NULL,  -- ok, error, cancelled, refused
    error_code        TEXT,
    route             TEXT,              -- local, premium
    target            TEXT,
    model             TEXT,
    rule              TEXT,
    policy_version    TEXT    NOT NULL,
    cache             TEXT,              -- hit, miss, bypass
    fallbacks         INTEGER NOT NULL DEFAULT 0,
    streamed          INTEGER NOT NULL,
    prompt_tokens     INTEGER NOT NULL DEFAULT 0,
    cached_tokens     INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    reasoning_tokens  INTEGER NOT NULL DEFAULT 0,
    cost_status       TEXT    NOT NULL,  -- priced, estimated, unknown, none
    cost_nano_usd     INTEGER,           -- null when unknown
    price             TEXT,              -- the price used
    price_version     TEXT    NOT NULL,
    saved_nano_usd    INTEGER,           -- against the baseline; null when unknown
    complexity        REAL,
    sensitivity       TEXT,
    topics            TEXT,
    pii_types         TEXT,
    firewall_score    REAL,
    first_token_ms    INTEGER,
    duration_ms       INTEGER NOT NULL
);
CREATE INDEX requests_by_time ON requests (received_at);
CREATE INDEX requests_by_id ON requests (request_id);
