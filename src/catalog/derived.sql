-- What is derived from the facts by this version of the program: dropped and made anew whenever derived.c raises its version, and
-- never referenced by facts.

-- How far the tables of images are filled: up to this image id.
CREATE TABLE d_state(name TEXT PRIMARY KEY, version INTEGER NOT NULL, done_to INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Distinct credit lines with the creator field beside them: parsed once each.
CREATE TABLE d_credit(id INTEGER PRIMARY KEY, line TEXT NOT NULL, creator TEXT NOT NULL, flags INTEGER NOT NULL, UNIQUE(line, creator)) STRICT;
CREATE TABLE d_credit_party(slug TEXT NOT NULL, credit_id INTEGER NOT NULL, PRIMARY KEY(slug, credit_id)) STRICT, WITHOUT ROWID;
CREATE TABLE d_credit_creator(credit_id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY(credit_id, name)) STRICT, WITHOUT ROWID;
CREATE TABLE d_image_credit(
  credit_id INTEGER NOT NULL, image_id INTEGER NOT NULL, PRIMARY KEY(credit_id, image_id)) STRICT, WITHOUT ROWID;
CREATE INDEX d_image_credit_image ON d_image_credit(image_id);

-- Look-up keys of images: 'stem' (folded base name of a file), 'supplier' (supplier's image id), 'named' (a word of a file name
-- that is made of words).
CREATE TABLE d_key(kind TEXT NOT NULL, key TEXT NOT NULL, image_id INTEGER NOT NULL, PRIMARY KEY(kind, key, image_id)) STRICT, WITHOUT ROWID;
CREATE INDEX d_key_image ON d_key(image_id, kind);

-- Who took it, for whom and where, in the order of days (0: none stated), so that a few days of one party are read in one piece.
-- whom: a slug of the chain, '=' and a creator's folded name, '@' and a city's, '' for all that state a day.
CREATE TABLE d_taken(
  whom TEXT NOT NULL, day INTEGER NOT NULL, image_id INTEGER NOT NULL, PRIMARY KEY(whom, day, image_id)) STRICT, WITHOUT ROWID;
-- How images look, made when first needed (match/look.h); no bytes: the picture cannot be decoded or is even.
CREATE TABLE d_look(image_id INTEGER PRIMARY KEY, look BLOB NOT NULL) STRICT;

-- Words, already folded. The text is not kept a second time: to take a row out, its old words are sent again.
CREATE VIRTUAL TABLE d_words USING fts5(words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE d_words_df USING fts5vocab(d_words, 'row');

-- Words that stand in many images, and in how many; '' has the newest image of those that were counted (common.c).
CREATE TABLE d_common(word TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- The matcher's answer for each figure; status and people's decisions are put together when read.
CREATE TABLE d_pairing(figure_id INTEGER PRIMARY KEY, status INTEGER NOT NULL) STRICT;
CREATE TABLE d_pair(
  figure_id INTEGER NOT NULL, rank INTEGER NOT NULL, image_id INTEGER NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL,
  PRIMARY KEY(figure_id, rank)) STRICT, WITHOUT ROWID;
CREATE INDEX d_pair_image ON d_pair(image_id);
-- What an article (its words, decisions, copies, and the matcher) and the archive were like when it was matched last.
CREATE TABLE d_matched(article_id INTEGER PRIMARY KEY, state TEXT NOT NULL, archive INTEGER NOT NULL) STRICT;
