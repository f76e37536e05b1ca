/* The catalogue: the store of facts (files, images, records, articles, figures, decisions) and of what is derived from them.
 *
 * A handle is used by one thread at a time. Functions return false or NULL with PD_ERROR_STORE when the store fails. Rows
 * given to a callback are valid until it returns; a callback that returns false ends the walk (no error). Ids are the
 * store's own; people see image uids.
 */
#ifndef PICDESK_CATALOG_CATALOG_H
#define PICDESK_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "model/record.h"
#include "picdesk/article.h"
#include "picdesk/finding.h"
#include "picdesk/pair.h"
#include "picdesk/record.h"

typedef struct PdCatalog PdCatalog;

typedef enum {
    PD_CATALOG_READ,  /* must exist, may be older; nothing is written */
    PD_CATALOG_WRITE, /* made when missing, migrated when old */
    PD_CATALOG_ADD,   /* the same, but look-up tables that wait to be filled go on waiting */
    PD_CATALOG_MEMORY /* address ignored: a catalogue of its own in memory, gone when closed */
} PdCatalogMode;

/* Opens the catalogue. PD_ERROR_NOT_FOUND: none at this address (READ); PD_ERROR_STORE: no catalogue, a newer one, or
 * broken; the file is left untouched then. (transfer full): pd_catalog_close(). */
PdCatalog *pd_catalog_open(const char *address, PdCatalogMode mode, GError **error);
void pd_catalog_close(PdCatalog *catalog); /* accepts NULL; an open transaction is rolled back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdCatalog, pd_catalog_close)

/* The catalogue's file, absolute; NULL in memory. (transfer none) until closed. A program that opens and closes this file or
 * one of its companions (this path with "-wal", "-shm", "-journal" behind) by itself takes the catalogue's locks away. */
const char *pd_catalog_path(const PdCatalog *catalog);
/* Whether the last failure was that another program held the catalogue for too long: what failed may be tried again. */
bool pd_catalog_was_busy(const PdCatalog *catalog);
/* Whether a path is the catalogue's file or one of its companions. */
bool pd_catalog_is_own_file(const PdCatalog *catalog, const char *path);

/* One transaction; nested calls join the outer one. rollback after commit does nothing. */
bool pd_catalog_begin(PdCatalog *catalog, GError **error);
bool pd_catalog_commit(PdCatalog *catalog, GError **error);
void pd_catalog_rollback(PdCatalog *catalog);

/* ---- where: roots, folders, files (used by scan) */

typedef struct {
    const char *name; /* bytes */
    int64_t device;   /* 0 = not known */
    uint64_t size_bytes, inode;
    int64_t mtime_ns;
    int64_t sidecar_mtime_ns; /* 0 = no sidecar */
    uint64_t sidecar_size_bytes;
    int64_t sidecar_inode; /* 0 = not known */
    int64_t image_id;      /* 0 = none: the file could not be read, or without a problem it is no image */
    bool is_missing;
    bool is_new;           /* to be kept: it was not among pd_catalog_each_file() of its folder */
    const char *problem;   /* (nullable) "unreadable", "crash", "timeout", "limit" */
    bool has_sha256;       /* one is kept */
    const uint8_t *sha256; /* (nullable) to be kept: PD_SHA256_BYTES, of the whole file, without its sidecar */
} PdFileRow;

/* A tree that is going to be catalogued: a root is made unless the path lies in one. Folders below belong to it then, also
 * when nothing lies right in it. */
bool pd_catalog_add_root(PdCatalog *catalog, const char *path, GError **error);
/* The folder with this absolute path, without a slash at its end; its row stays the same however often it is scanned. A root
 * is made when the path lies in none; a path inside an older root belongs to that one, so that no file is kept twice. */
bool pd_catalog_folder(PdCatalog *catalog, const char *path, int64_t *out_folder, GError **error);
/* The same without making anything: 0 when the folder is not known. */
bool pd_catalog_find_folder(PdCatalog *catalog, const char *path, int64_t *out_folder, GError **error);
/* All folders known at and below an absolute path. */
typedef bool (*PdFolderFunc)(int64_t folder, const char *path, void *user);
bool pd_catalog_each_folder(PdCatalog *catalog, const char *path, PdFolderFunc func, void *user, GError **error);
typedef bool (*PdFileFunc)(const PdFileRow *file, void *user);
/* The files of a folder in the order of their names, at most max of those behind a name ("" = all). */
bool pd_catalog_each_file(PdCatalog *catalog, int64_t folder, const char *after, size_t max, PdFileFunc func, void *user,
                          GError **error);
/* Keeps what was read of one file: joins it to its image (same path, a vanished file, or a byte-equal copy, told by sha256
 * where both have one), adds a new revision when the record differs, or makes a new image. record NULL: the file could not
 * be read, row->problem says why; or it is no image, without a problem. A row without sha256 leaves that of a place that has
 * not changed. out_image (nullable) gets the image, 0 for an unreadable file. */
bool pd_catalog_put_file(PdCatalog *catalog, int64_t folder, const PdFileRow *row, const PdRecord *record,
                         int64_t *out_image, GError **error);
/* The same of a record as it came from its encoding, looked through already: it is taken apart only when it must be. */
bool pd_catalog_put_flat(PdCatalog *catalog, int64_t folder, const PdFileRow *row, const PdFlatRecord *record,
                         GError **error);
/* Marks a file that its folder no longer lists. It is never deleted. */
bool pd_catalog_file_missing(PdCatalog *catalog, int64_t folder, const char *name, GError **error);
/* A missing file is back, unchanged. */
bool pd_catalog_file_present(PdCatalog *catalog, int64_t folder, const char *name, GError **error);
/* Notes what somebody did to the catalogue as a whole. detail (nullable). */
bool pd_catalog_note(PdCatalog *catalog, const char *who, const char *what, const char *detail, GError **error);

/* ---- what: images */

typedef bool (*PdImageFunc)(const PdImage *image, void *user);
/* Every image in the order of its id, with record and merged answer; with_missing: also those without a present file. */
bool pd_catalog_each_image(PdCatalog *catalog, bool with_missing, PdImageFunc func, void *user, GError **error);
/* One image. (transfer full): pd_image_free(). PD_ERROR_NOT_FOUND. */
PdImage *pd_catalog_image(PdCatalog *catalog, int64_t id, GError **error);
/* The same without uid and size_bytes, in half the time. */
PdImage *pd_catalog_image_brief(PdCatalog *catalog, int64_t id, GError **error);
/* The image with this uid (or a unique beginning of it, 6 characters at least) or path. PD_ERROR_NOT_FOUND. */
bool pd_catalog_find_image(PdCatalog *catalog, const char *uid_or_path, int64_t *out_id, GError **error);
/* Files that could not be read. */
typedef bool (*PdUnreadableFunc)(const char *path, const char *problem, void *user);
bool pd_catalog_each_unreadable(PdCatalog *catalog, PdUnreadableFunc func, void *user, GError **error);

/* ---- articles and figures */

typedef enum { PD_PUT_ADDED, PD_PUT_UPDATED, PD_PUT_UNCHANGED } PdPutResult;

/* Keeps an article: new, or a new revision of the one with the same key (canonical url, else path). */
bool pd_catalog_put_article(PdCatalog *catalog, const char *path, const PdArticle *article, const uint8_t *content_key,
                            int64_t *out_article, PdPutResult *out_result, GError **error);

typedef struct {
    int64_t article_id, figure_id;
    const char *article_path;
    const PdArticle *article; /* with all its present figures */
    const PdFigure *figure;   /* one of article->figures */
} PdFigureRow;

typedef bool (*PdFigureFunc)(const PdFigureRow *row, void *user);
/* Present figures of present articles, in the order of article and position; article_id 0: of all. */
bool pd_catalog_each_figure(PdCatalog *catalog, int64_t article_id, PdFigureFunc func, void *user, GError **error);
/* The article by path, url, or unique end of its path. PD_ERROR_NOT_FOUND. */
bool pd_catalog_find_article(PdCatalog *catalog, const char *path_or_url, int64_t *out_id, GError **error);
/* The figure by "ARTICLE#N". PD_ERROR_NOT_FOUND, PD_ERROR_ARG. */
bool pd_catalog_find_figure(PdCatalog *catalog, const char *name, int64_t *out_figure, GError **error);

/* Keeps the local file that a figure refers to, the published copy of its image: no candidate for it, and no image of the
 * catalogue unless a scan finds it. path: absolute. */
bool pd_catalog_put_rendition(PdCatalog *catalog, int64_t figure_id, const char *path, uint64_t size_bytes,
                              const PdRecord *record, GError **error);
/* The figure's rendition, *out NULL when it has none. Its id is that of the catalogue's image at the same path, else 0.
 * *out (transfer full): pd_image_free(). */
bool pd_catalog_rendition(PdCatalog *catalog, int64_t figure_id, PdImage **out, GError **error);

/* ---- candidates (match, search): ids of images, best first, at most max */

/* Images whose words hold the rarest of these words; words: folded by pd_text_words(), NULL-terminated. */
bool pd_catalog_by_words(PdCatalog *catalog, const char *const *words, size_t max, GArray *out_ids, GError **error);
/* In how many images a folded word stands; above 2,000 an estimate, by how thick it stands among the oldest. */
bool pd_catalog_word_count(PdCatalog *catalog, const char *word, int64_t *out_n, GError **error);
bool pd_catalog_by_supplier_id(PdCatalog *catalog, const char *supplier_id, size_t max, GArray *out_ids, GError **error);
/* Images one of whose present files has this base name without extension, compared without case. */
bool pd_catalog_by_file_stem(PdCatalog *catalog, const char *stem, size_t max, GArray *out_ids, GError **error);
/* Images taken on one of these Julian days, latest first. */
bool pd_catalog_by_day(PdCatalog *catalog, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids, GError **error);
/* The same of those whose chain has a party (its slug), whose creator is named so, or that were taken in a city (both folded
 * by pd_text_words()). Images that state no day are of day 0. */
bool pd_catalog_by_party(PdCatalog *catalog, const char *slug, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids,
                         GError **error);
bool pd_catalog_by_creator(PdCatalog *catalog, const char *creator, int64_t from_day, int64_t to_day, size_t max,
                           GArray *out_ids, GError **error);
bool pd_catalog_by_city(PdCatalog *catalog, const char *city, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids,
                        GError **error);
/* Images whose file names are made of words and have the rarest of these; words as for pd_catalog_by_words(). */
bool pd_catalog_by_name_words(PdCatalog *catalog, const char *const *words, size_t max, GArray *out_ids, GError **error);
bool pd_catalog_image_count(PdCatalog *catalog, int64_t *out_n, GError **error);

/* ---- what stands around an image (check) */

/* Other images with the same coded pixels, files of the same content or the same supplier's image id, in the order of ids,
 * at most max. */
bool pd_catalog_kin(PdCatalog *catalog, int64_t image_id, size_t max, GArray *out_ids, GError **error);
/* The present figures of present articles that the image stands in: proposed by the matcher and not decided otherwise, or
 * confirmed. */
typedef struct {
    int64_t article_id, figure_id;
    const char *path, *title, *published_at; /* title and published_at (nullable) */
} PdPlaceRow;
typedef bool (*PdPlaceFunc)(const PdPlaceRow *place, void *user);
bool pd_catalog_each_place(PdCatalog *catalog, int64_t image_id, PdPlaceFunc func, void *user, GError **error);

/* ---- looks: a few bytes of each image, made by the caller when first needed; none is kept as no bytes */

bool pd_catalog_put_look(PdCatalog *catalog, int64_t image_id, const uint8_t *look, size_t len, GError **error);
/* The look of one image; NULL when none was made yet. (transfer full): g_bytes_unref(). */
GBytes *pd_catalog_look(PdCatalog *catalog, int64_t image_id, GError **error);
typedef bool (*PdLookFunc)(int64_t image_id, const uint8_t *look, size_t len, void *user);
bool pd_catalog_each_look(PdCatalog *catalog, PdLookFunc func, void *user, GError **error);
/* How many images with a present file have no look yet. */
bool pd_catalog_look_count(PdCatalog *catalog, int64_t *out_missing, GError **error);
/* Images with a present file that have no look yet, in the order of ids, the first max after an id. */
bool pd_catalog_without_look(PdCatalog *catalog, int64_t after, size_t max, GArray *out_ids, GError **error);

/* ---- what the matcher has done */

/* The ids of all present articles, in their order. */
bool pd_catalog_article_ids(PdCatalog *catalog, GArray *out_ids, GError **error);
/* A number that grows with each new or changed image. */
bool pd_catalog_archive_state(PdCatalog *catalog, int64_t *out, GError **error);
typedef bool (*PdIdFunc)(int64_t id, void *user);
/* The images that are new or changed since that state; one may come more than once. */
bool pd_catalog_each_changed_image(PdCatalog *catalog, int64_t since, PdIdFunc func, void *user, GError **error);
/* A text that differs when an article, its decisions or its published copies have changed. (transfer full). */
bool pd_catalog_article_state(PdCatalog *catalog, int64_t article_id, char **out_state, bool *out_has_copies,
                              GError **error);
/* What was noted of the article when it was matched last; NULL: it never was. (transfer full). */
bool pd_catalog_matched(PdCatalog *catalog, int64_t article_id, char **out_state, int64_t *out_archive, GError **error);
bool pd_catalog_put_matched(PdCatalog *catalog, int64_t article_id, const char *state, int64_t archive, GError **error);

/* ---- pairs and decisions */

bool pd_catalog_put_pairing(PdCatalog *catalog, int64_t figure_id, const PdPairing *pairing, GError **error);
/* The pairing of a figure with decisions applied: what people said goes before what the matcher found. out: any content is
 * overwritten; pd_pairing_done(). */
bool pd_catalog_pairing(PdCatalog *catalog, int64_t figure_id, PdPairing *out, GError **error);
/* Adds a decision (append-only). image_id 0 with NO_IMAGE. who: the user's name. */
bool pd_catalog_decide(PdCatalog *catalog, int64_t figure_id, int64_t image_id, PdDecisionKind kind, const char *who,
                       const char *reason, GError **error);
/* Takes the last decision on a figure back, by a row of its own. PD_ERROR_NOT_FOUND when there is none. */
bool pd_catalog_undo(PdCatalog *catalog, int64_t figure_id, const char *who, GError **error);
typedef struct {
    int64_t figure_id, image_id; /* image_id 0 = none */
    PdDecisionKind kind;
    const char *who, *reason; /* reason (nullable) */
    int64_t at_us;
} PdDecision;
typedef bool (*PdDecisionFunc)(const PdDecision *decision, void *user);
/* Decisions in force for a figure (0: all), in the order made. */
bool pd_catalog_each_decision(PdCatalog *catalog, int64_t figure_id, PdDecisionFunc func, void *user, GError **error);

/* ---- care */

typedef struct {
    int64_t id;
    const char *host; /* the machine it lies on */
    const char *path; /* absolute; bytes */
    int64_t n_files;  /* present ones */
    int64_t n_missing;
    bool is_here; /* on this machine */
} PdRootRow;

typedef bool (*PdRootFunc)(const PdRootRow *root, void *user);
/* The catalogued trees, in the order added. */
bool pd_catalog_each_root(PdCatalog *catalog, PdRootFunc func, void *user, GError **error);
/* Tells the catalogue that a tree lies at another path now, on this machine; nothing else changes. PD_ERROR_NOT_FOUND: no
 * root has the old path; PD_ERROR_ARG: the new path is or lies in or above another root. who: the user's name. */
bool pd_catalog_move_root(PdCatalog *catalog, const char *old_path, const char *new_path, const char *who, GError **error);

typedef struct {
    int64_t version; /* of the facts */
    uint64_t size_bytes;
    int64_t n_images, n_files, n_missing, n_unreadable, n_articles, n_figures, n_decisions, n_credit_lines;
    bool has_lookups;       /* the derived tables are of this program's version */
    bool are_lookups_whole; /* and filled to the end */
} PdCatalogStat;

bool pd_catalog_stat(PdCatalog *catalog, PdCatalogStat *out, GError **error);
/* Checks the file's structure and that its parts fit together; adds one line for each complaint. */
bool pd_catalog_verify(PdCatalog *catalog, GPtrArray *complaints, GError **error);
/* Copies the catalogue, as it is at one moment, to a new file; others may go on writing. PD_ERROR_ARG when there is a file
 * of that name, unless replaces; on failure that one is as it was, and no new one there. The catalogue's own files, and a
 * catalogue that is in use, are never replaced. */
bool pd_catalog_backup(PdCatalog *catalog, const char *path, bool replaces, GError **error);

/* Many images are about to be put: what they are looked up by is filled in afterwards. */
bool pd_catalog_postpone_lookups(PdCatalog *catalog, GError **error);
/* Fills in what was postponed, resumably; the next writer that opens the catalogue does it too. progress
 * (nullable) is told of done and all; it returns false to stop. */
typedef bool (*PdProgressFunc)(uint64_t done, uint64_t all, void *user);
bool pd_catalog_fill_lookups(PdCatalog *catalog, PdProgressFunc progress, void *user, GError **error);

/* Drops all derived tables and fills them anew from the facts. progress: as above. */
bool pd_catalog_rebuild(PdCatalog *catalog, PdProgressFunc progress, void *user, GError **error);

#endif
