-- +goose Up

-- The catalogue's own state: one row.
CREATE TABLE catalogue (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    epoch    TEXT    NOT NULL, -- changes whenever history does
    revision INTEGER NOT NULL, -- raised by one with every publication
    awaits_demonstration INTEGER NOT NULL -- 1 from the making of the database until something is published
);

-- Every publication.
CREATE TABLE revisions (
    revision     INTEGER PRIMARY KEY,
    published_at TEXT NOT NULL, -- RFC 3339, UTC
    account      TEXT NOT NULL,
    note         TEXT NOT NULL
);

-- Every code that a record has or had. A code never names another record, so a row is never deleted.
CREATE TABLE codes (
    kind      TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (kind, code)
) WITHOUT ROWID;

-- Every version of every record that was ever published, whole.
CREATE TABLE versions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    kind      TEXT    NOT NULL,
    record_id INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    revision  INTEGER NOT NULL REFERENCES revisions (revision),
    document  BLOB    NOT NULL, -- the record as JSON, gzipped
    UNIQUE (kind, record_id, version)
);
CREATE INDEX versions_by_revision ON versions (revision);

CREATE TABLE departments (
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
    short_name    TEXT    NOT NULL,
    division      TEXT    NOT NULL,
    nature        TEXT    NOT NULL,
    summary       TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    phone         TEXT    NOT NULL
);

CREATE TABLE zones (
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
    summary       TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    floor         TEXT    NOT NULL,
    location      TEXT
);

CREATE TABLE windows (
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
    zone_code     TEXT    NOT NULL,
    departments   TEXT    NOT NULL,
    comprehensive INTEGER NOT NULL,
    hours         TEXT    NOT NULL,
    exceptions    TEXT    NOT NULL,
    closed_until  TEXT,
    phone         TEXT    NOT NULL
);

CREATE TABLE scenes (
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
    lifecycle     TEXT    NOT NULL,
    summary       TEXT    NOT NULL
);

CREATE TABLE matters (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    child_serial       INTEGER NOT NULL,
    code               TEXT    NOT NULL UNIQUE,
    former_codes       TEXT    NOT NULL,
    name               TEXT    NOT NULL,
    state              TEXT    NOT NULL,
    cancellation       TEXT,
    version            INTEGER NOT NULL,
    demonstration      INTEGER NOT NULL,
    updated_at         TEXT    NOT NULL,
    base_code          TEXT    NOT NULL,
    main_code          TEXT    NOT NULL,
    main_name          TEXT    NOT NULL,
    aliases            TEXT    NOT NULL,
    summary            TEXT    NOT NULL,
    type               TEXT    NOT NULL,
    level              TEXT    NOT NULL,
    power_source       TEXT    NOT NULL,
    department_code    TEXT    NOT NULL,
    entrusted_by       TEXT    NOT NULL,
    joint_departments  TEXT    NOT NULL,
    audience           TEXT    NOT NULL,
    themes             TEXT    NOT NULL,
    handling           TEXT    NOT NULL,
    legal_limit        TEXT, -- NULL: the law sets none
    legal_note         TEXT    NOT NULL,
    promised_limit     TEXT,
    promised_note      TEXT    NOT NULL,
    max_visits         INTEGER,
    visit_reason       TEXT    NOT NULL,
    conditions         TEXT    NOT NULL,
    materials          TEXT    NOT NULL,
    questions          TEXT    NOT NULL,
    steps              TEXT    NOT NULL,
    special_procedures TEXT    NOT NULL,
    fees               TEXT    NOT NULL,
    results            TEXT    NOT NULL,
    legal_bases        TEXT    NOT NULL,
    intermediaries     TEXT    NOT NULL,
    faqs               TEXT    NOT NULL,
    contacts           TEXT    NOT NULL,
    remedies           TEXT    NOT NULL,
    quantity_limit     TEXT    NOT NULL,
    windows            TEXT    NOT NULL,
    channels           TEXT    NOT NULL,
    online_depth       TEXT    NOT NULL,
    links              TEXT    NOT NULL,
    booking            INTEGER NOT NULL,
    express            INTEGER NOT NULL,
    pay_online         INTEGER NOT NULL,
    area_scope         TEXT    NOT NULL,
    waiver             INTEGER NOT NULL,
    commitment         TEXT,
    entry              TEXT,
    suspension         TEXT,
    checked_on         TEXT
);

CREATE TABLE bundles (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    child_serial   INTEGER NOT NULL,
    code           TEXT    NOT NULL UNIQUE,
    former_codes   TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    cancellation   TEXT,
    version        INTEGER NOT NULL,
    demonstration  INTEGER NOT NULL,
    updated_at     TEXT    NOT NULL,
    aliases        TEXT    NOT NULL,
    summary        TEXT    NOT NULL,
    scene_code     TEXT    NOT NULL,
    lead_code      TEXT    NOT NULL,
    joint          TEXT    NOT NULL,
    members        TEXT    NOT NULL,
    questions      TEXT    NOT NULL,
    provenance     TEXT    NOT NULL,
    promised_limit TEXT,
    max_visits     INTEGER,
    windows        TEXT    NOT NULL,
    channels       TEXT    NOT NULL,
    suspension     TEXT
);
