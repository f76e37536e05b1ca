-- The facts, version 2: rights, corrections, what was erased.
-- One table for each kind of right, its columns those of src/catalog/right/KIND.c; lists are joined by ' | ', days are YYYY-MM-DD, a
-- party is its slug or, where none is known, its name. A row in force has no ended_at_us; what was changed stands in change.
CREATE TABLE party(
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT, kind TEXT NOT NULL, country TEXT, parent TEXT,
  aliases TEXT, contact TEXT, note TEXT, made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER) STRICT;
CREATE UNIQUE INDEX party_slug ON party(slug) WHERE ended_at_us IS NULL;
CREATE TABLE alias(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, party TEXT NOT NULL, note TEXT,
  made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER) STRICT;
CREATE UNIQUE INDEX alias_name ON alias(name) WHERE ended_at_us IS NULL;
-- A right with its paper; fee in the currency's minor unit. Asked for but not granted: requested_on without granted_on.
CREATE TABLE licence(
  id INTEGER PRIMARY KEY, holder TEXT NOT NULL, category TEXT NOT NULL, media TEXT, territory TEXT, starts_on TEXT, ends_on TEXT,
  required_credit TEXT, fee INTEGER, currency TEXT, document TEXT, contact TEXT, requested_on TEXT, granted_on TEXT, languages TEXT,
  editions TEXT, formats TEXT, print_run INTEGER, copies_due INTEGER, restrictions TEXT, note TEXT,
  made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER, CHECK((fee IS NULL) OR (currency IS NOT NULL))) STRICT;
CREATE INDEX licence_holder ON licence(holder);
CREATE TABLE licence_image(
  licence_id INTEGER NOT NULL REFERENCES licence, image_id INTEGER NOT NULL REFERENCES image,
  PRIMARY KEY(licence_id, image_id)) STRICT, WITHOUT ROWID;
CREATE INDEX licence_image_image ON licence_image(image_id);
CREATE TABLE lease(
  id INTEGER PRIMARY KEY, verdict TEXT NOT NULL CHECK(verdict IN ('allow','deny')), image_id INTEGER REFERENCES image, party TEXT,
  media TEXT, territory TEXT, starts_on TEXT, ends_on TEXT, reason TEXT NOT NULL,
  made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER, CHECK((image_id IS NULL) <> (party IS NULL))) STRICT;
CREATE INDEX lease_image ON lease(image_id) WHERE image_id IS NOT NULL;
CREATE INDEX lease_party ON lease(party) WHERE party IS NOT NULL;
CREATE TABLE quota(
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, period TEXT NOT NULL CHECK(period IN ('day','week','month','year')),
  uses INTEGER NOT NULL, starts_on TEXT, ends_on TEXT, note TEXT,
  made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER) STRICT;
CREATE TABLE collection(
  id INTEGER PRIMARY KEY, party TEXT NOT NULL, name TEXT NOT NULL, cost TEXT NOT NULL CHECK(cost IN ('free','pay')), note TEXT,
  made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER) STRICT;
CREATE TABLE staff(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, house TEXT, kind TEXT NOT NULL CHECK(kind IN ('staff','contract')), starts_on TEXT,
  ends_on TEXT, note TEXT, made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER) STRICT;
CREATE TABLE suppression(
  id INTEGER PRIMARY KEY, rule TEXT NOT NULL, image_id INTEGER REFERENCES image, article_id INTEGER REFERENCES article,
  reason TEXT NOT NULL, ends_on TEXT NOT NULL, made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER,
  CHECK(image_id IS NOT NULL OR article_id IS NOT NULL)) STRICT;
-- Uses that no article shows. Uses in articles are read from pairs and decisions.
CREATE TABLE usage(
  id INTEGER PRIMARY KEY, image_id INTEGER NOT NULL REFERENCES image, medium TEXT NOT NULL, used_on TEXT NOT NULL, ended_on TEXT,
  publication TEXT, section TEXT, page TEXT, edition TEXT, placement TEXT, size TEXT, quantity INTEGER, credit_line TEXT, order_number TEXT,
  fee INTEGER, currency TEXT, note TEXT, made_by TEXT NOT NULL, made_at_us INTEGER NOT NULL, ended_at_us INTEGER,
  CHECK((fee IS NULL) OR (currency IS NOT NULL))) STRICT;
CREATE INDEX usage_image ON usage(image_id);
CREATE INDEX usage_day ON usage(used_on);

-- Who changed which row of the tables above, when, and what it was: append-only. A step is what one command did, and is taken back as
-- a whole by another step. before_row, after_row: JSON objects of the row's columns; NULL = it was not, or is no longer, in force.
CREATE TABLE change(
  id INTEGER PRIMARY KEY, step INTEGER NOT NULL, right_kind TEXT NOT NULL, row_id INTEGER NOT NULL, at_us INTEGER NOT NULL,
  who TEXT NOT NULL, reason TEXT, before_row TEXT, after_row TEXT, undoes INTEGER REFERENCES change) STRICT;
CREATE INDEX change_step ON change(step);
CREATE INDEX change_undoes ON change(undoes) WHERE undoes IS NOT NULL;
CREATE INDEX change_row ON change(right_kind, row_id, id);

-- What a person says instead of the file; append-only, the last row of an image and field that is not revoked holds. Items of a list
-- are apart by line ends.
CREATE TABLE correction(
  id INTEGER PRIMARY KEY, image_id INTEGER NOT NULL REFERENCES image, field TEXT NOT NULL, value TEXT, who TEXT NOT NULL,
  at_us INTEGER NOT NULL, reason TEXT, revokes INTEGER UNIQUE REFERENCES correction, CHECK((value IS NULL) = (revokes IS NOT NULL))) STRICT;
CREATE INDEX correction_image ON correction(image_id, id);

-- What was erased for good, known again only by a keyed hash: a person's name (of so many words), or a root's path.
CREATE TABLE forgotten(
  hash BLOB PRIMARY KEY, kind TEXT NOT NULL CHECK(kind IN ('person','root')), n_words INTEGER NOT NULL, at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE forgotten_key(id INTEGER PRIMARY KEY CHECK(id = 1), key BLOB NOT NULL) STRICT;
