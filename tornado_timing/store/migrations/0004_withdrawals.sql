-- Times that were taken back, and given back: who and when. A log beside time_records, whose rows
-- stay as they are; what counts is the fold over both. record_id is spelt as it is there. It has no
-- foreign key, because time_records has no index that could answer for it. Rows leave only with
-- those of their times. account_id is null for the command line.
CREATE TABLE withdrawals (
    seq INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL,
    is_withdrawn INTEGER NOT NULL CHECK (is_withdrawn IN (0, 1)),
    account_id INTEGER REFERENCES accounts (id),
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER withdrawals_are_never_changed BEFORE UPDATE ON withdrawals
BEGIN
    SELECT RAISE(ABORT, 'withdrawals is append-only');
END;
