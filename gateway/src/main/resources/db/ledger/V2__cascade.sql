-- What a cascade made of a local answer, and the local tokens it threw away. Their cost is part of cost_nano_usd.
ALTER TABLE requests ADD COLUMN cascade TEXT;                                       -- kept, escalated; null without a cascade
ALTER TABLE requests ADD COLUMN cascade_reason TEXT;
ALTER TABLE requests ADD COLUMN discarded_prompt_tokens     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN discarded_completion_tokens INTEGER NOT NULL DEFAULT 0;
