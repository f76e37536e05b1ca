/* The attribution check of a catalogue, of parts of it, or of files that are in none. */
#ifndef PICDESK_DESK_CHECK_H
#define PICDESK_DESK_CHECK_H

#include "catalog/catalog.h"
#include "desk/readers.h"
#include "desk/uses.h"
#include "desk/verdict.h"
#include "picdesk/policy.h"

/* What is checked. */
typedef struct {
    bool is_all;         /* every article, and what could not be read; articles, folders and images are ignored then */
    GArray *articles;    /* of int64_t */
    GArray *images;      /* of int64_t: looked at by themselves */
    GPtrArray *folders;  /* of absolute paths: their articles, images and what could not be read in them */
    bool has_all_images; /* also images that stand in no figure; else they are only counted, unless there is no figure at all
                          */
    PdReaders *readers;  /* (nullable) who look at pictures; borrowed */
} PdCheckScope;

void pd_check_scope_init(PdCheckScope *scope);
void pd_check_scope_done(PdCheckScope *scope);

/* Adds what a word of the user means in a catalogue: an article (path or address), an image (path or uid), a folder.
 * PD_ERROR_NOT_FOUND. */
bool pd_desk_check_add(PdCatalog *catalog, PdCheckScope *scope, const char *what, GError **error);

/* Checks every use in scope and gives it, with findings and verdict, to func; false from it ends the check without an error.
 * *summary counts what was given. */
bool pd_desk_check(PdCatalog *catalog, const PdCheckScope *scope, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                   void *user, PdCheckSummary *summary, GError **error);

/* Told of each input that could not be read. */
typedef void (*PdTellFunc)(const char *path, const char *why, void *user);

/* What pd_desk_check_gather() found. */
typedef struct {
    uint64_t n_articles, n_images, n_unread;
} PdGathered;

/* Fills an empty catalogue (in memory) with the images and articles at these paths, and pairs them: folders are walked,
 * files are taken by their content, "-" is an article on standard input. An input that cannot be read is told and left
 * out. readers: who read the files; borrowed. */
bool pd_desk_check_gather(PdCatalog *catalog, PdReaders *readers, char *const *paths, PdTellFunc tell, void *user,
                          PdGathered *out, GError **error);

#endif
