-- The facts, version 4: the disk that a file was met on, and which file its sidecar was (NULL: an older version met it). A file
-- without image and problem is none: it is kept so that it is not opened again.
ALTER TABLE file ADD COLUMN device INTEGER;
ALTER TABLE file ADD COLUMN sidecar_inode INTEGER;
