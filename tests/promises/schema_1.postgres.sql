CREATE TABLE files (
	path TEXT NOT NULL, 
	format TEXT NOT NULL, 
	bytes BIGINT NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	sha256 BYTEA NOT NULL, 
	reader TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	PRIMARY KEY (path, format)
);
CREATE INDEX files_sha256 ON files (sha256);
CREATE TABLE ids (
	id TEXT NOT NULL, 
	work BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE marks (
	mark BIGINT NOT NULL, 
	work BIGINT NOT NULL, 
	action TEXT NOT NULL, 
	because TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (mark)
);
CREATE INDEX marks_of_work ON marks (work);
CREATE TABLE notices (
	id TEXT NOT NULL, 
	by TEXT NOT NULL, 
	status TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id, by, status)
);
CREATE TABLE originals (
	original BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	collection TEXT NOT NULL, 
	format TEXT NOT NULL, 
	sha256 BYTEA NOT NULL, 
	bytes BIGINT NOT NULL, 
	added_at TEXT NOT NULL, 
	PRIMARY KEY (original)
);
CREATE TABLE outbox (
	stamp BIGINT NOT NULL, 
	version BIGINT NOT NULL, 
	removed SMALLINT NOT NULL, 
	PRIMARY KEY (stamp)
);
CREATE TABLE passages (
	key BIGINT NOT NULL, 
	version BIGINT NOT NULL, 
	position TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	details TEXT, 
	sha256 BYTEA NOT NULL, 
	PRIMARY KEY (key)
);
CREATE TABLE refused (
	path TEXT NOT NULL, 
	quarantined SMALLINT NOT NULL, 
	reason TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (path, quarantined)
);
CREATE TABLE state (
	id BIGINT NOT NULL, 
	schema INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	seal BYTEA NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE works (
	work BIGINT NOT NULL, 
	canonical TEXT NOT NULL, 
	ids TEXT NOT NULL, 
	current BIGINT NOT NULL, 
	status TEXT NOT NULL, 
	status_note TEXT NOT NULL, 
	retired TEXT, 
	kind TEXT NOT NULL, 
	design TEXT NOT NULL, 
	published TEXT NOT NULL, 
	title TEXT NOT NULL, 
	seal BYTEA NOT NULL, 
	PRIMARY KEY (work)
);
CREATE TABLE versions (
	version BIGINT NOT NULL, 
	work BIGINT NOT NULL, 
	sha256 BYTEA NOT NULL, 
	original BIGINT NOT NULL, 
	extent SMALLINT NOT NULL, 
	revised TEXT NOT NULL, 
	status TEXT NOT NULL, 
	status_note TEXT NOT NULL, 
	first_key BIGINT NOT NULL, 
	passages INTEGER NOT NULL, 
	details TEXT NOT NULL, 
	seal BYTEA NOT NULL, 
	text BYTEA NOT NULL, 
	PRIMARY KEY (version), 
	FOREIGN KEY(work) REFERENCES works (work) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(original) REFERENCES originals (original)
);
CREATE INDEX versions_of_work ON versions (work);
CREATE TABLE answers (
	digest TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	saved_by TEXT NOT NULL, 
	question TEXT NOT NULL, 
	document BYTEA NOT NULL, 
	sha256 TEXT NOT NULL, 
	PRIMARY KEY (digest)
);
CREATE TABLE archive (
	id BIGINT NOT NULL, 
	schema INTEGER NOT NULL, 
	last BIGINT NOT NULL, 
	head TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE articles (
	slug TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	waiting TEXT NOT NULL, 
	title TEXT NOT NULL, 
	words TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, 
	reviewed_at TEXT NOT NULL, 
	due TEXT NOT NULL, 
	noticed_at TEXT NOT NULL, 
	is_public INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (slug)
);
CREATE INDEX articles_of_state ON articles (state);
CREATE TABLE articles_about (
	slug TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (slug, kind, folded)
);
CREATE INDEX articles_about_name ON articles_about (kind, folded);
CREATE TABLE audit (
	number BIGINT NOT NULL, 
	subject TEXT NOT NULL, 
	action TEXT NOT NULL, 
	by TEXT NOT NULL, 
	at TEXT NOT NULL, 
	body TEXT NOT NULL, 
	"left" TEXT NOT NULL, 
	before TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (number)
);
CREATE INDEX audit_subject ON audit (subject, number);
CREATE TABLE people (
	id TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	is_active INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE quoted (
	holder TEXT NOT NULL, 
	edition INTEGER NOT NULL, 
	claim TEXT NOT NULL, 
	source TEXT NOT NULL, 
	version TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	PRIMARY KEY (holder, edition, claim, source, version, start, stop)
);
CREATE INDEX quoted_source ON quoted (source);
CREATE TABLE redirects (
	"old" TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	PRIMARY KEY ("old")
);
CREATE TABLE texts (
	slug TEXT NOT NULL, 
	edition INTEGER NOT NULL, 
	reader TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	document BYTEA NOT NULL, 
	sha256 TEXT NOT NULL, 
	PRIMARY KEY (slug, edition, reader)
);
