-- The facts of a catalogue, version 1. Facts cannot be computed again: they are migrated step by step (migrate.c) and never lost.
-- A FILE is a place on a disk; an IMAGE is one encoded picture, whatever places it has; what a file said is a RECORD.
-- Ids are given by the store; people and exports see uids, which survive export and merge of catalogues.
-- ..._at_us: unix microseconds UTC when WE did something; ..._stated: text as THEY wrote it. Paths and names are bytes.

-- One catalogued tree. Its path may be changed (a disk mounted elsewhere): no file row changes then. One machine owns a root.
CREATE TABLE root(
  id INTEGER PRIMARY KEY, host TEXT NOT NULL, path BLOB NOT NULL, added_at_us INTEGER NOT NULL,
  UNIQUE(host, path)) STRICT;

-- The path below the root, '' for the root itself; stored once for all its files.
CREATE TABLE folder(
  id INTEGER PRIMARY KEY, root_id INTEGER NOT NULL REFERENCES root, path BLOB NOT NULL, UNIQUE(root_id, path)) STRICT;

-- pixel_key = XXH3-128 of the coded picture only: a caption edited elsewhere is a new revision of the same image, a new picture under an
-- old name is a new image, a moved file keeps its image. Decisions hang on the image.
CREATE TABLE image(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, pixel_key BLOB, rev INTEGER NOT NULL DEFAULT 1, format TEXT NOT NULL,
  width_px INTEGER, height_px INTEGER, first_seen_at_us INTEGER NOT NULL) STRICT;
CREATE INDEX image_pixel ON image(pixel_key) WHERE pixel_key IS NOT NULL;

-- A scan reads one folder's rows, compares, and writes only differences. missing_since_us: its folder no longer lists it; the row stays.
-- sidecar_*: an .xmp beside the picture is part of it. problem: the file could not be read, and is not tried again until it changes.
CREATE TABLE file(
  folder_id INTEGER NOT NULL REFERENCES folder, name BLOB NOT NULL, image_id INTEGER REFERENCES image, size_bytes INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL, sidecar_mtime_ns INTEGER NOT NULL DEFAULT 0,
  sidecar_size_bytes INTEGER NOT NULL DEFAULT 0, missing_since_us INTEGER, problem TEXT, PRIMARY KEY(folder_id, name)) STRICT, WITHOUT ROWID;
CREATE INDEX file_image ON file(image_id);
CREATE INDEX file_problem ON file(problem) WHERE problem IS NOT NULL;

-- What the file said at each reading, in the flat encoding (its version is the first byte). Merged answers are derived from it
-- without opening a picture again. Old revisions are the image's history.
CREATE TABLE record(
  image_id INTEGER NOT NULL REFERENCES image, rev INTEGER NOT NULL, read_at_us INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY(image_id, rev)) STRICT;

-- key = canonical address if stated, else the path: an article ingested again is a new revision, not a second article.
CREATE TABLE article(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, path BLOB NOT NULL) STRICT;
CREATE INDEX article_path ON article(path);
CREATE TABLE article_rev(
  article_id INTEGER NOT NULL REFERENCES article, rev INTEGER NOT NULL, ingested_at_us INTEGER NOT NULL, path BLOB NOT NULL,
  content_key BLOB, dialect TEXT NOT NULL, url TEXT, title TEXT, language TEXT, published_stated TEXT, modified_stated TEXT, lead TEXT,
  PRIMARY KEY(article_id, rev)) STRICT, WITHOUT ROWID;

-- The same figure across edits, so that a decision outlives a re-ingest and a re-order. key: normalised address, else folded caption.
-- last_rev < article.rev: the figure was taken out; its row and decisions stay.
CREATE TABLE figure(
  id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES article, key TEXT NOT NULL, first_rev INTEGER NOT NULL,
  last_rev INTEGER NOT NULL, UNIQUE(article_id, key)) STRICT;
-- The printed words; a new row only when they changed: what credit stood under it in March.
CREATE TABLE figure_rev(
  figure_id INTEGER NOT NULL REFERENCES figure, rev INTEGER NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL,
  position INTEGER NOT NULL, at_byte INTEGER NOT NULL, sure REAL NOT NULL, url TEXT, urls TEXT, caption TEXT, credit_line TEXT, alt TEXT,
  cue TEXT NOT NULL, PRIMARY KEY(figure_id, rev)) STRICT, WITHOUT ROWID;
-- The local file that a figure refers to: the published copy, never a candidate for it.
CREATE TABLE rendition(
  figure_id INTEGER PRIMARY KEY REFERENCES figure, path BLOB NOT NULL, size_bytes INTEGER NOT NULL, read_at_us INTEGER NOT NULL,
  body BLOB NOT NULL) STRICT;

-- What people said. Append-only: a revoke is a row that names the row it takes back. image_id NULL with 'no-image'.
CREATE TABLE decision(
  id INTEGER PRIMARY KEY, figure_id INTEGER NOT NULL REFERENCES figure, image_id INTEGER REFERENCES image,
  verdict TEXT NOT NULL CHECK(verdict IN ('confirm','reject','no-image','revoke')), revokes INTEGER UNIQUE REFERENCES decision,
  who TEXT NOT NULL, at_us INTEGER NOT NULL, reason TEXT,
  CHECK((verdict = 'revoke') = (revokes IS NOT NULL)), CHECK((verdict IN ('confirm','reject')) <= (image_id IS NOT NULL))) STRICT;
CREATE INDEX decision_figure ON decision(figure_id, id);
CREATE INDEX decision_image ON decision(image_id) WHERE image_id IS NOT NULL;

-- What people did to the catalogue as a whole: moved a root, erased something, rebuilt the derived tables.
CREATE TABLE event(id INTEGER PRIMARY KEY, at_us INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT) STRICT;
