/* Scanning: catalogues the images below a folder. Unchanged files are not opened; what vanished is marked, never deleted. */
#ifndef PICDESK_DESK_SCAN_H
#define PICDESK_DESK_SCAN_H

#include "catalog/catalog.h"
#include "desk/readers.h"

typedef struct {
    uint64_t folders;          /* listed */
    uint64_t files;            /* images looked at, unchanged ones too */
    uint64_t added;            /* at a place that was not known */
    uint64_t changed;          /* at a known place */
    uint64_t unchanged;        /* not opened */
    uint64_t missing;          /* no longer there, marked now */
    uint64_t returned;         /* were missing, are back unchanged */
    uint64_t unreadable;       /* files and folders that could not be read this time, each told */
    uint64_t still_unreadable; /* unreadable before, unchanged: not tried again */
    uint64_t skipped;          /* no images; opened only when they change */
    uint64_t postponed;        /* changed while they were read: left to the next scan */
    uint64_t hashed;           /* read to their last byte */
    uint64_t read_bytes;
} PdScanCount;

/* How far a scan is. */
typedef struct {
    const PdScanCount *count;
    const char *folder; /* (transfer none) absolute path of the one that is being scanned */
    double part;        /* what is done of the tree, 0 to 1, as far as that can be told before all of it was seen */
    bool is_filling;    /* the tree is done; part is that of the look-up tables that are filled then */
} PdScanState;

typedef struct {
    const char *const *exclude; /* (nullable) NULL-terminated globs on names, and on paths below the folder */
    bool is_dry_run;            /* writes nothing */
    bool reads_all;             /* opens unchanged files too */
    bool retries_failed;        /* opens unchanged files that could not be read */
    bool hashes;                /* keeps the SHA-256 of whole files; opens unchanged ones of which there is none */
    const GPtrArray *folders;   /* (nullable) absolute paths below the folder: only these are listed, and what enter wants */
    bool (*enter)(const char *folder, void *user); /* (nullable) asked before a folder is listed; false leaves it as it is */
    PdReaders *readers;                            /* (nullable) who reads the files; borrowed */
    bool leaves_lookups;                           /* look-up tables of many new images are left to the next writer */
    void (*tell)(const char *path, const char *why, void *user);  /* a file or folder that could not be read */
    void (*note)(const char *path, const char *what, void *user); /* (nullable) worth knowing, no failure */
    void (*progress)(const PdScanState *state, void *user);       /* (nullable) after each file */
    void *user;
} PdScanOptions;

/* Scans below one folder; adds to *count. What is not yet committed when a signal came is committed, then
 * PD_ERROR_CANCELLED, also when there are no readers left. PD_ERROR_IO: the folder cannot be opened. PD_ERROR_STORE: the
 * catalogue failed; batches committed before are kept. */
bool pd_desk_scan(PdCatalog *catalog, const char *path, const PdScanOptions *options, PdScanCount *count, GError **error);

#endif
