-- +goose Up
-- What every publication touched, so that whoever keeps a copy of the catalogue learns what changed since a
-- revision. Rows of old revisions are pruned.
CREATE TABLE changes (
    revision INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    code     TEXT    NOT NULL, -- as it was then
    extent   INTEGER NOT NULL, -- how far the change reaches
    PRIMARY KEY (revision, kind, code, extent)
) WITHOUT ROWID;

-- Changes after this revision are known.
ALTER TABLE catalogue ADD COLUMN changes_from INTEGER NOT NULL DEFAULT 0;
UPDATE catalogue SET changes_from = revision;
