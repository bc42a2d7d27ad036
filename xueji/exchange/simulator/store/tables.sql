-- The ministry's store. Times of the nation are days since its first day (double precision); `at` is the machine's time.
CREATE TABLE nation (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    token text NOT NULL,                 -- part of every message number: a new nation on an old wire repeats none
    seed integer NOT NULL,
    first_day date NOT NULL,
    days double precision NOT NULL,      -- how far the nation was at `anchored_at`
    anchored_at timestamptz NOT NULL,
    seconds_per_day double precision NOT NULL CHECK (seconds_per_day >= 0),  -- 0: only the control moves the day
    arrivals_a_month double precision NOT NULL,
    scans boolean NOT NULL               -- whether each month's end looks for duplicates
);
CREATE TABLE provinces (
    code text PRIMARY KEY,
    connected boolean NOT NULL,
    levels text[] NOT NULL,              -- who reviews an application that wants a child of this province, in order
    days_from double precision NOT NULL,
    days_to double precision NOT NULL,
    approving double precision NOT NULL, -- shares of 0 to 1: reviews that approve, checks that fail without a cause in
    failing double precision NOT NULL,   -- the data, applications that never hear an answer, attachments that get lost
    silent double precision NOT NULL,
    losing double precision NOT NULL,
    cut boolean NOT NULL DEFAULT false,
    cursor bigint NOT NULL DEFAULT 0,
    seen_at timestamptz,
    trouble text NOT NULL DEFAULT ''
);
CREATE TABLE schools (
    code text PRIMARY KEY,
    province text NOT NULL REFERENCES provinces,
    district_code text NOT NULL,
    district text NOT NULL,
    name text NOT NULL,
    stage text NOT NULL
);
CREATE TABLE pupils (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province text NOT NULL REFERENCES provinces,
    record text NOT NULL DEFAULT '',     -- what the province calls the record in `about`
    national_number text NOT NULL,
    name text NOT NULL,
    sex text NOT NULL,
    birth_date text NOT NULL,
    document_type text NOT NULL,
    document_number text NOT NULL,
    nationality text NOT NULL,
    standing text NOT NULL,
    leaving_outcome text NOT NULL,
    left_on text NOT NULL,
    school_code text NOT NULL,
    school text NOT NULL,
    grade text NOT NULL,
    school_year integer NOT NULL,
    open_business text NOT NULL DEFAULT '',  -- 'province' for one inside its province, else the application's key
    admitted_by text NOT NULL DEFAULT '',    -- the school of its own province that has admitted it
    shown boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX pupils_number ON pupils (province, national_number) WHERE national_number <> '';
CREATE INDEX pupils_record ON pupils (province, record) WHERE record <> '';
CREATE INDEX pupils_document ON pupils (document_number) WHERE document_number <> '';
CREATE INDEX pupils_person ON pupils (name, birth_date);
CREATE INDEX pupils_unshown ON pupils (province, id) WHERE NOT shown;
CREATE TABLE gone (                      -- numbers that an exchange shall no longer show
    province text NOT NULL,
    number text NOT NULL,
    PRIMARY KEY (province, number)
);
CREATE TABLE applications (
    about text PRIMARY KEY,
    business text NOT NULL,
    applicant text NOT NULL,
    sending text NOT NULL,
    body jsonb NOT NULL,
    state text NOT NULL,
    level text NOT NULL DEFAULT '',      -- the last level that approved
    apply_key text NOT NULL DEFAULT '',
    request_key text NOT NULL DEFAULT '',
    withdraw_key text NOT NULL DEFAULT '',
    sender_knows boolean NOT NULL DEFAULT false,
    held text NOT NULL DEFAULT '',       -- why nothing happens; empty: it goes on
    orders jsonb NOT NULL DEFAULT '[]',  -- what a person has decided about the next steps
    opened double precision NOT NULL
);
CREATE TABLE problems (
    key text PRIMARY KEY,
    kind text NOT NULL,
    open boolean NOT NULL DEFAULT true,
    raised double precision NOT NULL
);
CREATE TABLE sides (
    problem text NOT NULL REFERENCES problems,
    side smallint NOT NULL,
    province text NOT NULL REFERENCES provinces,
    pupil bigint NOT NULL REFERENCES pupils,
    answer text NOT NULL DEFAULT '',
    answer_key text NOT NULL DEFAULT '',
    open boolean NOT NULL DEFAULT true,
    PRIMARY KEY (problem, side)
);
CREATE INDEX sides_pupil ON sides (pupil);
CREATE TABLE agenda (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    due double precision NOT NULL,
    kind text NOT NULL,
    about text NOT NULL,
    argument jsonb NOT NULL
);
CREATE INDEX agenda_due ON agenda (due, id);
CREATE INDEX agenda_about ON agenda (about);
CREATE TABLE heard (
    province text NOT NULL,
    key text NOT NULL,
    PRIMARY KEY (province, key)
);
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province text NOT NULL REFERENCES provinces,
    verb text NOT NULL,                  -- empty: `raw` is written as it is
    about text NOT NULL,
    body jsonb NOT NULL,
    in_reply_to text NOT NULL,
    raw text NOT NULL DEFAULT '',
    at timestamptz NOT NULL,
    told boolean NOT NULL DEFAULT false
);
CREATE INDEX outbox_untold ON outbox (province, id) WHERE NOT told;
CREATE INDEX outbox_about ON outbox (about, id);
CREATE TABLE log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    days double precision NOT NULL,
    at timestamptz NOT NULL,
    province text NOT NULL,
    about text NOT NULL,
    zh text NOT NULL,
    en text NOT NULL
);
