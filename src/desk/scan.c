/* Scanning (desk/scan.h): folder by folder against what the catalogue holds of it; only differences are written. */
#include "desk/scan.h"

#include <fnmatch.h>
#include <string.h>
#include <unistd.h>

#include "desk/batch.h"
#include "desk/known.h"
#include "desk/readers.h"
#include "host/file.h"
#include "host/signal.h"
#include "host/walk.h"
#include "picdesk/error.h"

/* So much of a file is read: metadata stands in front, and press pictures are shorter. */
#define MAX_READ (64u << 20)
#define MAX_SIDECAR (4u << 20)
/* Folders deeper than this are a loop of mounts, or an attack. */
#define MAX_DEPTH 512

typedef struct {
    PdCatalog *catalog;
    const PdScanOptions *options;
    PdScanCount *count;
    PdTree *tree;
    PdBatch *batch;
    PdReaders *readers;     /* those of the options, or own ones */
    PdReaders *own_readers; /* (nullable) */
    GError *failure;        /* of the catalogue, while answers came in */
    char *root;
    GPtrArray *waiting;  /* folders below the root still to be listed; the next one last */
    GHashTable *visited; /* absolute paths of folders that were listed */
    GHashTable *left;    /* absolute paths of folders that are there and were not to be entered */
    GPtrArray *unlisted; /* absolute paths of folders that were not: nothing below them is marked missing */
    bool is_empty;       /* the root holds nothing: a disk that is not mounted looks like this */
    bool has_known;      /* and the catalogue knows files in it */
} Scan;

/* A folder that is being scanned. */
typedef struct {
    const PdListing *listing;
    char *path;        /* absolute; a GRefString */
    const char *below; /* the root */
    PdKnown *known;    /* what the catalogue holds of it */
    bool has_sidecars, has_catalog;
} Folder;

static void scan_done(Scan *scan) {
    pd_readers_free(scan->own_readers); /* drops what it still has, which looks at the rest */
    g_clear_error(&scan->failure);
    pd_tree_close(scan->tree);
    pd_batch_free(scan->batch);
    g_free(scan->root);
    g_clear_pointer(&scan->waiting, g_ptr_array_unref);
    g_clear_pointer(&scan->visited, g_hash_table_unref);
    g_clear_pointer(&scan->left, g_hash_table_unref);
    g_clear_pointer(&scan->unlisted, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scan, scan_done)

static char *join(const char *folder, const char *name) {
    return !*folder ? g_strdup(name)
           : !*name ? g_strdup(folder)
                    : g_strconcat(folder, g_str_has_suffix(folder, "/") ? "" : "/", name, NULL);
}

static void tell(Scan *scan, const char *path, const char *why) {
    scan->count->unreadable++;
    scan->options->tell(path, why, scan->options->user);
}

static bool is_excluded(const Scan *scan, const char *folder, const char *name) {
    if (!scan->options->exclude)
        return false;
    g_autofree char *path = join(folder, name);
    for (const char *const *glob = scan->options->exclude; glob && *glob; glob++)
        if (fnmatch(*glob, name, 0) == 0 || fnmatch(*glob, path, 0) == 0)
            return true;
    return false;
}

/* ---- one file */

/* "a.jpg.xmp" goes before "a.xmp". */
static PdEntry *find_sidecar(const PdListing *listing, const char *name) {
    static const char *const ENDINGS[] = {".xmp", ".XMP"};
    const char *dot = strrchr(name, '.');
    size_t lens[] = {strlen(name), dot && dot > name ? (size_t)(dot - name) : 0};
    for (size_t i = 0; i < G_N_ELEMENTS(lens); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(ENDINGS) && lens[i]; j++) {
            g_autofree char *candidate = g_strdup_printf("%.*s%s", (int)lens[i], name, ENDINGS[j]);
            PdEntry *entry = pd_listing_find(listing, candidate);
            if (entry && !entry->is_folder)
                return entry;
        }
    return NULL;
}

typedef struct {
    const Folder *folder;
    const PdEntry *entry;
    PdEntry *sidecar;       /* (nullable) */
    const PdFileRow *known; /* (nullable) */
} FileHere;

static bool is_unchanged(const Scan *scan, const FileHere *file) {
    const PdFileRow *row = file->known;
    const PdFileStamp *stamp = &file->entry->stamp;
    return row->size_bytes == stamp->size_bytes && row->mtime_ns == stamp->mtime_ns &&
           (row->inode == stamp->inode || !pd_tree_has_stable_inodes(scan->tree)) &&
           row->sidecar_mtime_ns == (file->sidecar ? file->sidecar->stamp.mtime_ns : 0) &&
           row->sidecar_size_bytes == (file->sidecar ? file->sidecar->stamp.size_bytes : 0);
}

static bool is_kept(const Scan *scan, const FileHere *file) {
    if (!file->known || !is_unchanged(scan, file) || scan->options->reads_all)
        return false;
    return !scan->options->retries_failed || !file->known->problem;
}

/* ---- what is noted in its turn */

typedef enum { READ, UNOPENED, TOLD, MISSING, PRESENT } What;

typedef struct {
    Scan *scan;
    What what;
    char *folder;  /* a GRefString */
    char *why;     /* (nullable) */
    PdFileRow row; /* its name and problem are not set */
    bool is_known, is_named;
    char name[];
} Note;

static Note *note_new(Scan *scan, What what, char *folder, const char *name) {
    size_t size = strlen(name) + 1;
    Note *note = g_malloc(sizeof *note + size);
    *note = (Note){.scan = scan, .what = what, .folder = g_ref_string_acquire(folder)};
    memcpy(note->name, name, size);
    return note;
}

static void note_free(void *data) {
    Note *note = data;
    g_ref_string_release(note->folder);
    g_free(note->why);
    g_free(note);
}

static void put(const Note *note, const PdFileRow *row, const char *problem, const PdFlatRecord *record) {
    PdFileRow named = *row;
    named.name = note->name;
    named.problem = problem;
    named.is_new = !note->is_known;
    pd_batch_put(note->scan->batch, note->folder, &named, record);
}

static void tell_note(const Note *note, const char *why) {
    g_autofree char *path = join(note->folder, note->name);
    tell(note->scan, path, why);
}

/* is_machine: the machine failed, not the file; what is kept then differs from any real file, so that the next scan tries
 * again. */
static void put_unreadable(const Note *note, bool is_machine, const char *problem, const char *why) {
    const PdFileRow nothing = {0};
    note->scan->count->files++;
    tell_note(note, why);
    put(note, is_machine ? &nothing : &note->row, problem, NULL);
}

/* The size of a picture says that it could be read at all. */
static void tell_without_size(const Note *note, const PdFlatRecord *flat) {
    g_autoptr(PdRecord) record = pd_record_decode(flat->bytes, flat->len, pd_limits_default(), NULL);
    bool has_problem = record && record->n_problems > 0;
    tell_note(note, has_problem ? record->problems[0].what : "its size in pixels cannot be read");
}

static void put_picture(const Note *note, const PdFound *found) {
    PdScanCount *count = note->scan->count;
    const PdFlatRecord *record = &found->flat;
    bool has_size = record->head.width_px > 0 && record->head.height_px > 0;
    count->files++;
    count->read_bytes += found->looked_bytes;
    if (note->is_known)
        count->changed++;
    else
        count->added++;
    if (!has_size)
        tell_without_size(note, record);
    put(note, &note->row, has_size ? NULL : "unreadable", record);
}

static void put_failed(const Note *note, const PdFound *found) {
    bool is_alien = g_error_matches(found->error, PD_ERROR, PD_ERROR_FORMAT);
    if (is_alien && !note->is_named)
        note->scan->count->skipped++;
    else
        put_unreadable(note, found->error->code == PD_ERROR_IO, "unreadable",
                       is_alien && found->looked_bytes == 0 ? "it is empty" : found->error->message);
}

static void put_quarantined(const Note *note, PdJobEnd end) {
    if (end == PD_JOB_STALL) {
        put_unreadable(note, true, pd_job_end_name(end), pd_readers_why(end));
        return;
    }
    g_autofree char *why = g_strconcat(pd_readers_why(end), "; it is left alone until it changes", NULL);
    put_unreadable(note, false, pd_job_end_name(end), why);
}

static void put_read(const Note *note, PdJobEnd end, PdFound *found) {
    if (end != PD_JOB_DONE)
        put_quarantined(note, end);
    else if (found->kind == PD_FOUND_RECORD)
        put_picture(note, found);
    else if (found->kind == PD_FOUND_FAILED)
        put_failed(note, found);
}

/* Writes what a note says; called in the order of the walk, however many readers there are. */
static void act(PdJobEnd end, PdFound *found, void *user) {
    Note *note = user;
    Scan *scan = note->scan;
    if (scan->failure)
        return;
    switch (note->what) {
    case READ:
        put_read(note, end, found);
        break;
    case UNOPENED:
        put_unreadable(note, true, "unreadable", note->why);
        break;
    case TOLD:
        tell_note(note, note->why);
        break;
    case MISSING:
        pd_batch_missing(scan->batch, note->folder, note->name);
        break;
    case PRESENT:
        pd_batch_present(scan->batch, note->folder, note->name);
        break;
    }
    if (pd_batch_write_if_due(scan->batch, &scan->failure) && scan->options->progress)
        scan->options->progress(scan->count, scan->options->user);
}

/* note: (transfer full). */
static bool add_note(Scan *scan, Note *note, GError **error) {
    return pd_readers_note(scan->readers, act, note, note_free, error);
}

/* ---- asking for one file */

/* A sidecar that cannot be opened is told in its turn; its picture is read all the same. */
static bool open_sidecar(Scan *scan, const FileHere *file, PdJobFile *out, size_t *n_files, GError **error) {
    PdFileStamp stamp;
    g_autoptr(GError) failure = NULL;
    int fd = pd_listing_open(file->folder->listing, file->sidecar->name, &stamp, &failure);
    if (fd >= 0) {
        *out = (PdJobFile){fd, stamp.size_bytes};
        ++*n_files;
        return true;
    }
    Note *note = note_new(scan, TOLD, file->folder->path, file->sidecar->name);
    note->why = g_strdup(failure->message);
    return add_note(scan, note, error);
}

static bool ask(Scan *scan, const FileHere *file, GError **error) {
    PdReadRequest request = {
        .what = PD_READ_IMAGE, .keeps_flat = true, .max_bytes = MAX_READ, .max_sidecar_bytes = MAX_SIDECAR};
    PdJobFile files[2];
    size_t n_files = 1;
    PdFileStamp stamp;
    g_autoptr(GError) failure = NULL;
    int fd = pd_listing_open(file->folder->listing, file->entry->name, &stamp, &failure);
    if (fd < 0) {
        Note *note = note_new(scan, UNOPENED, file->folder->path, file->entry->name);
        note->why = g_strdup(failure->message);
        note->is_known = file->known != NULL;
        return add_note(scan, note, error);
    }
    files[0] = (PdJobFile){fd, stamp.size_bytes};
    if (file->sidecar && !open_sidecar(scan, file, &files[1], &n_files, error)) {
        close(fd);
        return false;
    }
    Note *note = note_new(scan, READ, file->folder->path, file->entry->name);
    note->row = (PdFileRow){.size_bytes = stamp.size_bytes,
                            .inode = stamp.inode,
                            .mtime_ns = stamp.mtime_ns,
                            .sidecar_mtime_ns = file->sidecar ? file->sidecar->stamp.mtime_ns : 0,
                            .sidecar_size_bytes = file->sidecar ? file->sidecar->stamp.size_bytes : 0};
    note->is_known = file->known != NULL;
    note->is_named = pd_desk_is_image_name(file->entry->name);
    return pd_readers_read(scan->readers, &request, files, n_files, act, note, note_free, error);
}

static bool keep_unchanged(Scan *scan, const FileHere *file, GError **error) {
    scan->count->files++;
    if (file->known->problem)
        scan->count->still_unreadable++;
    else
        scan->count->unchanged++;
    if (!file->known->is_missing)
        return true;
    scan->count->returned++;
    return add_note(scan, note_new(scan, PRESENT, file->folder->path, file->entry->name), error);
}

static bool is_catalog(const Scan *scan, const Folder *folder, const char *name) {
    g_autofree char *path = join(folder->path, name);
    return pd_catalog_is_own_file(scan->catalog, path);
}

static bool scan_file(Scan *scan, const Folder *folder, const PdFileRow *known, const PdEntry *entry, GError **error) {
    FileHere file = {.folder = folder,
                     .entry = entry,
                     .sidecar = folder->has_sidecars ? find_sidecar(folder->listing, entry->name) : NULL,
                     .known = known};
    if (file.sidecar)
        pd_listing_look(folder->listing, file.sidecar);
    if (folder->has_catalog && is_catalog(scan, folder, entry->name))
        return true;
    return is_kept(scan, &file) ? keep_unchanged(scan, &file, error) : ask(scan, &file, error);
}

/* ---- one folder */

static bool goes_on(Scan *scan, GError **error) {
    if (scan->failure) {
        g_propagate_error(error, g_steal_pointer(&scan->failure));
        return false;
    }
    if (pd_signal_pending()) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
        return false;
    }
    return true;
}

/* Those before a name; all of them without one. */
static bool mark_missing(Scan *scan, char *folder, PdKnown *known, const char *before, GError **error) {
    const PdFileRow *row;
    while ((row = pd_known_peek(known)) && (!before || strcmp(row->name, before) < 0)) {
        bool is_news = !row->is_missing && !is_excluded(scan, "", row->name);
        scan->count->missing += is_news;
        if ((is_news && !add_note(scan, note_new(scan, MISSING, folder, row->name), error)) ||
            !pd_known_take(known, error) || !goes_on(scan, error))
            return false;
    }
    return true;
}

static bool scan_entry(Scan *scan, const Folder *folder, const PdEntry *entry, GError **error) {
    if (entry->is_folder) /* a file of that name is gone */
        return true;
    if (!mark_missing(scan, folder->path, folder->known, entry->name, error))
        return false;
    const PdFileRow *row = pd_known_peek(folder->known);
    bool is_known = row && strcmp(row->name, entry->name) == 0;
    if (!is_excluded(scan, folder->below, entry->name) && !scan_file(scan, folder, is_known ? row : NULL, entry, error))
        return false;
    return (!is_known || pd_known_take(folder->known, error)) && goes_on(scan, error);
}

static bool scan_entries(Scan *scan, const Folder *folder, GError **error) {
    for (size_t i = 0; i < folder->listing->n_entries; i++) {
        if (!scan_entry(scan, folder, &folder->listing->entries[i], error))
            return false;
        if (scan->options->progress)
            scan->options->progress(scan->count, scan->options->user);
    }
    return mark_missing(scan, folder->path, folder->known, NULL, error);
}

static unsigned depth_of(const char *below) {
    unsigned depth = *below ? 1 : 0;
    for (; *below; below++)
        depth += *below == '/';
    return depth;
}

static void push_folders(Scan *scan, const PdListing *listing, const char *below) {
    for (size_t i = listing->n_entries; i-- > 0;) {
        const PdEntry *entry = &listing->entries[i];
        if (!entry->is_folder)
            continue;
        g_autofree char *path = join(below, entry->name);
        if (is_excluded(scan, below, entry->name))
            g_ptr_array_add(scan->unlisted, join(scan->root, path));
        else
            g_ptr_array_add(scan->waiting, g_steal_pointer(&path));
    }
}

static bool note_unlisted(Scan *scan, char *folder, const char *why, GError **error) {
    Note *note = note_new(scan, TOLD, folder, "");
    note->why = g_strdup(why);
    g_ptr_array_add(scan->unlisted, g_strdup(folder));
    return add_note(scan, note, error);
}

static bool has_sidecars(const PdListing *listing) {
    for (size_t i = 0; i < listing->n_entries; i++) {
        const char *dot = strrchr(listing->entries[i].name, '.');
        if (dot && g_ascii_strcasecmp(dot, ".xmp") == 0)
            return true;
    }
    return false;
}

/* Whether the catalogue's own file lies right in it. */
static bool has_catalog(const Scan *scan, const char *path) {
    const char *catalog = pd_catalog_path(scan->catalog), *slash = catalog ? strrchr(catalog, '/') : NULL;
    size_t len = slash == catalog ? 1 : (size_t)(slash - catalog);
    return slash && strlen(path) == len && strncmp(path, catalog, len) == 0;
}

static bool scan_folder(Scan *scan, const char *below, GError **error) {
    g_autofree char *path = join(scan->root, below);
    g_autoptr(GRefString) folder = g_ref_string_new(path);
    g_autoptr(GError) failure = NULL;
    if (g_hash_table_contains(scan->visited, folder))
        return true;
    if (scan->options->enter && !scan->options->enter(folder, scan->options->user)) {
        g_hash_table_add(scan->left, g_strdup(folder));
        return true;
    }
    g_autoptr(PdKnown) known = pd_known_new(scan->catalog, folder, error);
    if (!known)
        return false;
    bool has_known = pd_known_peek(known) != NULL; /* else there is nothing to compare a file's stamp with */
    g_autoptr(PdListing) listing =
        depth_of(below) <= MAX_DEPTH ? pd_tree_list(scan->tree, below, has_known, &failure) : NULL;
    if (!listing)
        return note_unlisted(scan, folder, failure ? failure->message : "folders nest too deeply here", error);
    scan->count->folders++;
    scan->is_empty = !*below && listing->n_entries == 0;
    g_hash_table_add(scan->visited, g_strdup(folder));
    const Folder here = {.listing = listing,
                         .path = folder,
                         .below = below,
                         .known = known,
                         .has_sidecars = has_sidecars(listing),
                         .has_catalog = has_catalog(scan, folder)};
    if (scan->is_empty)
        scan->has_known = has_known;
    else if (!scan_entries(scan, &here, error))
        return false;
    push_folders(scan, listing, below);
    return pd_batch_write_if_due(scan->batch, error);
}

/* ---- folders that are gone */

static bool lies_in(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* A folder is gone when the nearest folder above it that was listed does not lead to it any more. */
static bool is_gone(const Scan *scan, const char *path) {
    g_autofree char *above = g_strdup(path);
    for (char *slash = strrchr(above, '/'); !g_hash_table_contains(scan->left, above); slash = strrchr(above, '/')) {
        if (!slash || slash == above)
            return g_hash_table_contains(scan->visited, "/");
        *slash = '\0';
        if (g_hash_table_contains(scan->visited, above))
            return true;
    }
    return false;
}

static bool collect_vanished(int64_t folder, const char *path, void *user) {
    Scan *scan = ((gpointer *)user)[0];
    GPtrArray *vanished = ((gpointer *)user)[1];
    (void)folder;
    if (g_hash_table_contains(scan->visited, path) || !is_gone(scan, path))
        return true;
    for (guint i = 0; i < scan->unlisted->len; i++)
        if (lies_in(path, scan->unlisted->pdata[i]))
            return true;
    g_ptr_array_add(vanished, g_strdup(path));
    return true;
}

/* has_folders: the catalogue knows folders below; the root's own files tell otherwise. */
static void tell_empty(Scan *scan, bool has_folders) {
    if ((has_folders || scan->has_known) && scan->options->note)
        scan->options->note(scan->root, "it is empty; its files are not marked missing, in case a disk is not mounted",
                            scan->options->user);
}

static bool mark_vanished(Scan *scan, GError **error) {
    g_autoptr(GPtrArray) vanished = g_ptr_array_new_with_free_func(g_free);
    gpointer user[] = {scan, vanished};
    if (!pd_catalog_each_folder(scan->catalog, scan->root, collect_vanished, user, error))
        return false;
    if (scan->is_empty) {
        tell_empty(scan, vanished->len > 0);
        return true;
    }
    for (guint i = 0; i < vanished->len; i++) {
        g_autoptr(PdKnown) known = pd_known_new(scan->catalog, vanished->pdata[i], error);
        g_autoptr(GRefString) folder = g_ref_string_new(vanished->pdata[i]);
        if (!known || !mark_missing(scan, folder, known, NULL, error))
            return false;
    }
    return true;
}

/* ---- all of it */

/* The folders asked for, the first one last; else the root. */
static void begin_walk(Scan *scan) {
    const GPtrArray *folders = scan->options->folders;
    size_t root_len = strcmp(scan->root, "/") == 0 ? 0 : strlen(scan->root);
    for (guint i = folders ? folders->len : 0; i-- > 0;) {
        const char *folder = folders->pdata[i];
        if (strlen(folder) > root_len)
            g_ptr_array_add(scan->waiting, g_strdup(folder + root_len + 1));
        else
            g_ptr_array_add(scan->waiting, g_strdup(""));
    }
    if (!folders)
        g_ptr_array_add(scan->waiting, g_strdup(""));
}

static bool walk(Scan *scan, GError **error) {
    begin_walk(scan);
    while (scan->waiting->len > 0) {
        g_autofree char *below = g_ptr_array_steal_index(scan->waiting, scan->waiting->len - 1);
        if (!scan_folder(scan, below, error))
            return false;
    }
    return pd_readers_finish(scan->readers, error) && mark_vanished(scan, error) && goes_on(scan, error);
}

/* What was done is kept, whatever ended it. Readers that cannot be had end the whole scan, not this folder's only. */
static bool scan_all(Scan *scan, GError **error) {
    g_autoptr(GError) end = NULL;
    bool is_done = walk(scan, &end);
    if (!g_error_matches(end, PD_ERROR, PD_ERROR_STORE) && !pd_batch_write(scan->batch, error))
        return false;
    if (!is_done) {
        if (g_error_matches(end, PD_ERROR, PD_ERROR_IO))
            end->code = PD_ERROR_CANCELLED;
        g_propagate_error(error, g_steal_pointer(&end));
        return false;
    }
    return scan->options->is_dry_run || scan->options->leaves_lookups ||
           pd_catalog_fill_lookups(scan->catalog, NULL, NULL, error);
}

bool pd_desk_scan(PdCatalog *catalog, const char *path, const PdScanOptions *options, PdScanCount *count, GError **error) {
    g_autofree char *absolute = pd_host_absolute(path);
    g_auto(Scan) scan = {.catalog = catalog,
                         .options = options,
                         .count = count,
                         .tree = pd_tree_open(absolute, error),
                         .batch = pd_batch_new(options->is_dry_run ? NULL : catalog),
                         .root = pd_host_real_path(absolute),
                         .waiting = g_ptr_array_new_with_free_func(g_free),
                         .visited = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                         .left = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                         .unlisted = g_ptr_array_new_with_free_func(g_free)};
    if (!scan.tree)
        return false;
    if (!scan.root)
        scan.root = g_steal_pointer(&absolute);
    if (!options->readers) {
        const PdReadersOptions usual = {0};
        scan.own_readers = pd_readers_new(&usual, error);
    }
    scan.readers = options->readers ? options->readers : scan.own_readers;
    if (!scan.readers)
        return false;
    return scan_all(&scan, error);
}
