-- +goose Up
-- What holds for every hall: the days on which holidays depart from the week, and the words that people use.
CREATE TABLE calendar (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    child_serial  INTEGER NOT NULL,
    code          TEXT    NOT NULL UNIQUE,
    former_codes  TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    cancellation  TEXT,
    version       INTEGER NOT NULL,
    demonstration INTEGER NOT NULL,
    updated_at    TEXT    NOT NULL,
    arrangement   TEXT    NOT NULL,
    source        TEXT    NOT NULL
);

CREATE TABLE thesaurus (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    child_serial  INTEGER NOT NULL,
    code          TEXT    NOT NULL UNIQUE,
    former_codes  TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    cancellation  TEXT,
    version       INTEGER NOT NULL,
    demonstration INTEGER NOT NULL,
    updated_at    TEXT    NOT NULL,
    terms         TEXT    NOT NULL,
    weight        INTEGER NOT NULL
);
