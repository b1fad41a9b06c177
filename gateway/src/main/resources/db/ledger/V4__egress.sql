-- One row for each call to a premium provider, whether its bytes left or were held back. No text of any prompt or answer, no
-- value that was replaced, users only as keyed digests.
CREATE TABLE egress (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order they were made; never used again
    at             TEXT    NOT NULL,  -- when the bytes were final: ISO 8601, UTC, always six digits after the second
    request_id     TEXT    NOT NULL,
    tenant         TEXT    NOT NULL,
    user_digest    TEXT    NOT NULL,  -- erased, once the user was erased
    provider       TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    residency      TEXT    NOT NULL,  -- regions, as configured then; empty when not stated
    retention_days INTEGER,           -- 0 for not at all; null when not stated
    training       INTEGER,           -- 1 when the provider may; null when not stated
    sensitivity    TEXT    NOT NULL,
    rule           TEXT    NOT NULL,
    policy_version TEXT    NOT NULL,
    replaced       TEXT    NOT NULL,  -- how many values of each type: EMAIL=2,PERSON=1
    purpose        TEXT    NOT NULL,  -- first, fallback, escalation
    attempt        INTEGER NOT NULL,
    bytes          INTEGER NOT NULL,
    hmac           TEXT    NOT NULL,  -- HMAC-SHA256 of the body under the installation's secret
    outcome        TEXT    NOT NULL,  -- sent, refused
    reason         TEXT               -- why refused
);
CREATE INDEX egress_by_time ON egress (at);
CREATE INDEX egress_by_request ON egress (request_id);
CREATE INDEX egress_by_user ON egress (tenant, user_digest);

-- So that erasing a user need not read every request ever made.
CREATE INDEX requests_by_user ON requests (tenant, user_digest);
