-- The provincial exchange database (省级交换库). {courier} is our courier's role, {nation} that of the national system.
-- May be run again and again: it changes nothing that stands.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {courier}, {nation};

CREATE TABLE IF NOT EXISTS upload_batch (
    number bigint PRIMARY KEY,
    written_at timestamptz NOT NULL DEFAULT now(),
    rows integer NOT NULL CHECK (rows > 0),
    digest text NOT NULL,
    signature text NOT NULL
);
CREATE TABLE IF NOT EXISTS upload (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch bigint NOT NULL REFERENCES upload_batch,
    number text NOT NULL UNIQUE CHECK (number <> ''),
    kind text NOT NULL,
    subject text NOT NULL,
    content text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS upload_of_a_batch ON upload (batch, seq);

CREATE TABLE IF NOT EXISTS download_batch (LIKE upload_batch INCLUDING ALL);
-- Whoever reads keeps the place up to which it has read. An exchange founded anew begins above all places that another
-- one of the province ever gave out: {first} is the moment of its founding, in milliseconds.
CREATE TABLE IF NOT EXISTS download (
    seq bigint GENERATED ALWAYS AS IDENTITY (START WITH {first}) PRIMARY KEY,
    batch bigint NOT NULL REFERENCES download_batch,
    number text NOT NULL UNIQUE CHECK (number <> ''),
    kind text NOT NULL,
    subject text NOT NULL,
    content text NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS download_of_a_batch ON download (batch, seq);

CREATE TABLE IF NOT EXISTS confirmed (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    upto bigint NOT NULL DEFAULT 0,
    at timestamptz
);
INSERT INTO confirmed DEFAULT VALUES ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS pupil (
    grbsm text COLLATE "C" PRIMARY KEY,
    xm text NOT NULL,
    xb text NOT NULL,
    csrq text NOT NULL,
    sfzjlxm text NOT NULL,
    sfzjh text NOT NULL,
    gjdqm text NOT NULL,
    xjzt text NOT NULL,
    byjl text NOT NULL,
    lxrq text NOT NULL,
    xxbsm text NOT NULL,
    xxmc text NOT NULL,
    nj text NOT NULL,
    xn bigint NOT NULL
);

-- The courier writes what goes up and reads what comes down; the nation the other way round. Nobody changes or takes
-- away a message; places, moments and numbers of rows are given by the database alone.
GRANT SELECT ON upload_batch, upload, download_batch, download, confirmed, pupil TO {courier}, {nation};
GRANT INSERT (number, rows, digest, signature) ON upload_batch TO {courier};
GRANT INSERT (batch, number, kind, subject, content) ON upload TO {courier};
GRANT UPDATE (upto, at) ON confirmed TO {courier};
GRANT INSERT (number, rows, digest, signature) ON download_batch TO {nation};
GRANT INSERT (batch, number, kind, subject, content) ON download TO {nation};
GRANT INSERT, UPDATE, DELETE ON pupil TO {nation};

COMMENT ON TABLE upload_batch IS '上行批次：本省一次写入的全部消息 / One signed writing of the province';
COMMENT ON COLUMN upload_batch.number IS '批次号，从 1 起 / Number of the batch, from 1';
COMMENT ON COLUMN upload_batch.rows IS '消息条数 / How many messages';
COMMENT ON COLUMN upload_batch.digest IS '按顺序对编号与内容的 SHA-256 摘要 / SHA-256 over numbers and contents in order';
COMMENT ON COLUMN upload_batch.signature IS '以本省密钥对批次的 HMAC-SHA256 签名 / HMAC-SHA256 of the batch with the province''s key';
COMMENT ON COLUMN upload_batch.written_at IS '写入时间 / When it was written';
COMMENT ON TABLE upload IS '上行消息：本省写，全国系统读 / What the province says; the nation reads it';
COMMENT ON COLUMN upload.seq IS '顺序号 / Order on the wire';
COMMENT ON COLUMN upload.batch IS '所属批次 / The batch it came with';
COMMENT ON COLUMN upload.number IS '消息编号，唯一，重复写入无效 / The message''s own number; a repeat changes nothing';
COMMENT ON COLUMN upload.kind IS '消息类型代码 S01–S11 / Code of its kind';
COMMENT ON COLUMN upload.subject IS '业务编号 / What it is about';
COMMENT ON COLUMN upload.content IS '消息全文（JSON，含签名 qm） / The whole message: JSON, signed';
COMMENT ON COLUMN upload.written_at IS '写入时间 / When it was written';
COMMENT ON TABLE download_batch IS '下行批次：全国系统一次写入的全部消息 / One signed writing of the nation';
COMMENT ON COLUMN download_batch.number IS '批次号，从 1 起 / Number of the batch, from 1';
COMMENT ON COLUMN download_batch.rows IS '消息条数 / How many messages';
COMMENT ON COLUMN download_batch.digest IS '按顺序对编号与内容的 SHA-256 摘要 / SHA-256 over numbers and contents in order';
COMMENT ON COLUMN download_batch.signature IS '以本省密钥对批次的 HMAC-SHA256 签名 / HMAC-SHA256 of the batch with the province''s key';
COMMENT ON COLUMN download_batch.written_at IS '写入时间 / When it was written';
COMMENT ON TABLE download IS '下行消息：全国系统写，本省读 / What the nation tells; the province reads it';
COMMENT ON COLUMN download.seq IS '顺序号 / Order on the wire';
COMMENT ON COLUMN download.batch IS '所属批次 / The batch it came with';
COMMENT ON COLUMN download.number IS '消息编号，唯一，重复写入无效 / The message''s own number; a repeat changes nothing';
COMMENT ON COLUMN download.kind IS '消息类型代码 X01–X19 / Code of its kind';
COMMENT ON COLUMN download.subject IS '业务编号 / What it is about';
COMMENT ON COLUMN download.content IS '消息全文（JSON，含签名 qm） / The whole message: JSON, signed';
COMMENT ON COLUMN download.written_at IS '写入时间 / When it was written';
COMMENT ON TABLE confirmed IS '本省已妥收的下行顺序号，只有一行 / How far the province has kept what came; one row';
COMMENT ON COLUMN confirmed.upto IS '此号及以前均已妥收 / Everything up to this place is kept';
COMMENT ON COLUMN confirmed.at IS '何时登记 / When that was noted';
COMMENT ON COLUMN confirmed.one_row IS '恒为真：只许一行 / Always true: there is one row';
COMMENT ON TABLE pupil IS '交换库所示本省学生，供对账 / What the exchange shows of the province''s children, for comparison';
COMMENT ON COLUMN pupil.grbsm IS '全国学籍号（个人标识码） / National number';
COMMENT ON COLUMN pupil.xm IS '姓名 / Name';
COMMENT ON COLUMN pupil.xb IS '性别 / Sex';
COMMENT ON COLUMN pupil.csrq IS '出生日期 YYYYMMDD / Birth date';
COMMENT ON COLUMN pupil.sfzjlxm IS '身份证件类型码 / Type of identity document';
COMMENT ON COLUMN pupil.sfzjh IS '身份证件号 / Number of identity document';
COMMENT ON COLUMN pupil.gjdqm IS '国籍/地区码 / Nationality or region';
COMMENT ON COLUMN pupil.xjzt IS '在校状态代码 / Standing, by code';
COMMENT ON COLUMN pupil.byjl IS '毕结肄业结论代码 / Outcome of leaving, by code';
COMMENT ON COLUMN pupil.lxrq IS '离校日期 YYYYMMDD / Day of leaving';
COMMENT ON COLUMN pupil.xxbsm IS '学校标识码 / School code';
COMMENT ON COLUMN pupil.xxmc IS '学校名称 / School';
COMMENT ON COLUMN pupil.nj IS '年级 / Grade';
COMMENT ON COLUMN pupil.xn IS '学年（起始年） / School year, by the year it begins in';
