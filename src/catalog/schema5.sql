-- The facts, version 5: SHA-256 of whole files, where a scan was asked for it. Of a file it is NULL again when that changed since.
ALTER TABLE file ADD COLUMN sha256 BLOB;
-- What files of an image ever held, append-only: a file is known again by it wherever it turns up, also as it was before an edit.
CREATE TABLE content(
  sha256 BLOB NOT NULL, image_id INTEGER NOT NULL REFERENCES image, PRIMARY KEY(sha256, image_id)) STRICT, WITHOUT ROWID;
CREATE INDEX content_image ON content(image_id);
-- An import looks for each use among those of its image: by the day, too, or many uses of one image take the square of their number.
DROP INDEX usage_image;
CREATE INDEX usage_image ON usage(image_id, used_on);
