-- The official start less the moment at which the start was pressed. Times stay stored as they
-- were measured, from that moment on; what counts is the fold over both.
ALTER TABLE competitions ADD COLUMN start_correction_ms INTEGER NOT NULL DEFAULT 0;

-- Who did what, when, and from where. Names are as they were then: what they stand for may have
-- been renamed or deleted since. `details` is a JSON object.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    account_id INTEGER,
    username TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER,
    subject_name TEXT NOT NULL,
    competition_id INTEGER,
    details TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only');
END;
CREATE TRIGGER audit_log_is_never_shortened BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only');
END;

-- The one-time codes of judges' cards, hashed; a row is deleted when its code is used.
CREATE TABLE sign_in_codes (
    code_hash TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL UNIQUE REFERENCES accounts (id),
    expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
