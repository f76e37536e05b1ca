/* Scanning (desk/scan.h): folder by folder against what the catalogue holds of it; only differences are written. */
#include "desk/scan.h"

#include <fnmatch.h>
#include <string.h>

#include "desk/batch.h"
#include "host/file.h"
#include "host/signal.h"
#include "host/walk.h"
#include "picdesk/error.h"
#include "picdesk/image.h"

/* So much of a file is read: metadata stands in front, and press pictures are shorter. */
#define MAX_READ (64u << 20)
/* So much of a file whose name is no picture's, to see whether it is one. */
#define SNIFF_BYTES 4096
#define MAX_SIDECAR (4u << 20)
/* Folders deeper than this are a loop of mounts, or an attack. */
#define MAX_DEPTH 512

typedef struct {
    PdCatalog *catalog;
    const PdScanOptions *options;
    PdScanCount *count;
    PdTree *tree;
    PdBatch *batch;
    char *root;
    GPtrArray *waiting;  /* folders below the root still to be listed; the next one last */
    GHashTable *visited; /* absolute paths of folders that were listed */
    GPtrArray *unlisted; /* absolute paths of folders that were not: nothing below them is marked missing */
    bool is_empty;       /* the root holds nothing: a disk that is not mounted looks like this */
    bool has_known;      /* and the catalogue knows files in it */
} Scan;

static void scan_done(Scan *scan) {
    pd_tree_close(scan->tree);
    pd_batch_free(scan->batch);
    g_free(scan->root);
    g_clear_pointer(&scan->waiting, g_ptr_array_unref);
    g_clear_pointer(&scan->visited, g_hash_table_unref);
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
    g_autofree char *path = join(folder, name);
    for (const char *const *glob = scan->options->exclude; glob && *glob; glob++)
        if (fnmatch(*glob, name, 0) == 0 || fnmatch(*glob, path, 0) == 0)
            return true;
    return false;
}

/* ---- what the catalogue holds of one folder */

typedef struct {
    PdFileRow row;
    bool is_seen;
} Known;

static bool keep_known(const PdFileRow *row, void *user) {
    Known *known = g_new0(Known, 1);
    known->row = *row;
    known->row.name = NULL;
    known->row.problem = g_intern_string(row->problem);
    g_hash_table_insert(user, g_strdup(row->name), known);
    return true;
}

static GHashTable *load_known(Scan *scan, const char *folder, GError **error) {
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    int64_t id;
    if (!pd_catalog_find_folder(scan->catalog, folder, &id, error) ||
        (id && !pd_catalog_each_file(scan->catalog, id, keep_known, known, error)))
        return NULL;
    return g_steal_pointer(&known);
}

/* ---- one file */

static bool has_image_name(const char *name) {
    static const char *const ENDINGS[] = {"jpg",  "jpeg", "jpe", "jfif", "png", "webp", "tif", "tiff", "gif",
                                          "heic", "heif", "hif", "avif", "bmp", "psd",  "jp2", "jxl"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < G_N_ELEMENTS(ENDINGS); i++)
        if (g_ascii_strcasecmp(dot + 1, ENDINGS[i]) == 0)
            return true;
    return false;
}

/* "a.jpg.xmp" goes before "a.xmp". */
static const PdEntry *find_sidecar(const PdListing *listing, const char *name) {
    static const char *const ENDINGS[] = {".xmp", ".XMP"};
    const char *dot = strrchr(name, '.');
    size_t lens[] = {strlen(name), dot && dot > name ? (size_t)(dot - name) : 0};
    for (size_t i = 0; i < G_N_ELEMENTS(lens); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(ENDINGS) && lens[i]; j++) {
            g_autofree char *candidate = g_strdup_printf("%.*s%s", (int)lens[i], name, ENDINGS[j]);
            const PdEntry *entry = pd_listing_find(listing, candidate);
            if (entry && !entry->is_folder)
                return entry;
        }
    return NULL;
}

typedef struct {
    const PdListing *listing;
    const char *folder; /* absolute */
    const PdEntry *entry;
    const PdEntry *sidecar; /* (nullable) */
    const Known *known;     /* (nullable) */
} FileHere;

static bool is_unchanged(const Scan *scan, const FileHere *file) {
    const PdFileRow *row = &file->known->row;
    const PdFileStamp *stamp = &file->entry->stamp;
    return row->size_bytes == stamp->size_bytes && row->mtime_ns == stamp->mtime_ns &&
           (row->inode == stamp->inode || !pd_tree_has_stable_inodes(scan->tree)) &&
           row->sidecar_mtime_ns == (file->sidecar ? file->sidecar->stamp.mtime_ns : 0) &&
           row->sidecar_size_bytes == (file->sidecar ? file->sidecar->stamp.size_bytes : 0);
}

static void count_put(Scan *scan, const FileHere *file) {
    scan->count->files++;
    if (file->known)
        scan->count->changed++;
    else
        scan->count->added++;
}

/* stamp NULL: the machine failed, not the file; what is kept then differs from any real file, so that the next scan tries
 * again. */
static void put(Scan *scan, const FileHere *file, const PdFileStamp *stamp, const char *problem, PdRecord *record) {
    PdFileRow row = {.name = file->entry->name, .problem = problem};
    if (stamp) {
        row.size_bytes = stamp->size_bytes;
        row.inode = stamp->inode;
        row.mtime_ns = stamp->mtime_ns;
        row.sidecar_mtime_ns = file->sidecar ? file->sidecar->stamp.mtime_ns : 0;
        row.sidecar_size_bytes = file->sidecar ? file->sidecar->stamp.size_bytes : 0;
    }
    pd_batch_put(scan->batch, file->folder, &row, record);
}

static void put_unreadable(Scan *scan, const FileHere *file, const PdFileStamp *stamp, const char *why) {
    g_autofree char *path = join(file->folder, file->entry->name);
    scan->count->files++;
    tell(scan, path, why);
    put(scan, file, stamp, "unreadable", NULL);
}

static void read_sidecar(Scan *scan, const FileHere *file, PdRecord *record) {
    PdFileStamp stamp;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pd_listing_read(file->listing, file->sidecar->name, MAX_SIDECAR, &stamp, &error);
    if (!bytes) {
        g_autofree char *path = join(file->folder, file->sidecar->name);
        tell(scan, path, error->message);
        return;
    }
    gsize len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    pd_image_read_sidecar(record, data, len, pd_limits_default());
}

/* Returns false when the bytes are no picture. */
static bool read_picture(Scan *scan, const FileHere *file, GBytes *bytes, const PdFileStamp *stamp, GError **error) {
    gsize len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    scan->count->read_bytes += len;
    g_autoptr(PdRecord) record = pd_image_read(data, len, MAX(stamp->size_bytes, len), pd_limits_default(), error);
    if (!record)
        return false;
    bool has_size = record->width_px > 0 && record->height_px > 0;
    if (file->sidecar)
        read_sidecar(scan, file, record);
    if (!has_size) {
        g_autofree char *path = join(file->folder, file->entry->name);
        tell(scan, path, record->n_problems ? record->problems[0].what : "its size in pixels cannot be read");
    }
    count_put(scan, file);
    put(scan, file, stamp, has_size ? NULL : "unreadable", g_steal_pointer(&record));
    return true;
}

/* A file without a picture's name is looked into first. Returns NULL after telling, or when it is none. */
static GBytes *read_file(Scan *scan, const FileHere *file, bool is_named, PdFileStamp *out_stamp) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes =
        pd_listing_read(file->listing, file->entry->name, is_named ? MAX_READ : SNIFF_BYTES, out_stamp, &error);
    if (bytes && !is_named) {
        gsize len;
        const uint8_t *data = g_bytes_get_data(bytes, &len);
        if (pd_image_sniff(data, len) == PD_FORMAT_UNKNOWN) {
            scan->count->skipped++;
            return NULL;
        }
        g_clear_pointer(&bytes, g_bytes_unref);
        bytes = pd_listing_read(file->listing, file->entry->name, MAX_READ, out_stamp, &error);
    }
    if (!bytes)
        put_unreadable(scan, file, NULL, error->message);
    return g_steal_pointer(&bytes);
}

static void read_changed(Scan *scan, const FileHere *file) {
    g_autoptr(GError) error = NULL;
    PdFileStamp stamp;
    bool is_named = has_image_name(file->entry->name);
    g_autoptr(GBytes) bytes = read_file(scan, file, is_named, &stamp);
    if (bytes && !read_picture(scan, file, bytes, &stamp, &error))
        put_unreadable(scan, file, &stamp, g_bytes_get_size(bytes) == 0 ? "it is empty" : error->message);
}

static void keep_unchanged(Scan *scan, const FileHere *file) {
    scan->count->files++;
    if (file->known->row.problem)
        scan->count->still_unreadable++;
    else
        scan->count->unchanged++;
    if (!file->known->row.is_missing)
        return;
    scan->count->returned++;
    pd_batch_present(scan->batch, file->folder, file->entry->name);
}

static void scan_file(Scan *scan, const PdListing *listing, const char *folder, GHashTable *known, const PdEntry *entry) {
    FileHere file = {.listing = listing,
                     .folder = folder,
                     .entry = entry,
                     .sidecar = find_sidecar(listing, entry->name),
                     .known = g_hash_table_lookup(known, entry->name)};
    g_autofree char *path = join(folder, entry->name);
    if (pd_catalog_is_own_file(scan->catalog, path))
        return;
    if (file.known && is_unchanged(scan, &file) && !scan->options->reads_all)
        keep_unchanged(scan, &file);
    else
        read_changed(scan, &file);
}

/* ---- one folder */

static void mark_missing(Scan *scan, const char *folder, GHashTable *known) {
    GHashTableIter iter;
    gpointer name, value;
    g_hash_table_iter_init(&iter, known);
    while (g_hash_table_iter_next(&iter, &name, &value)) {
        const Known *row = value;
        if (row->is_seen || row->row.is_missing || is_excluded(scan, "", name))
            continue;
        scan->count->missing++;
        pd_batch_missing(scan->batch, folder, name);
    }
}

static bool ends_now(Scan *scan, GError **error) {
    if (!pd_signal_pending())
        return false;
    if (pd_batch_write(scan->batch, error))
        g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
    return true;
}

static bool scan_entries(Scan *scan, const PdListing *listing, const char *below, const char *folder, GHashTable *known,
                         GError **error) {
    for (size_t i = 0; i < listing->n_entries; i++) {
        const PdEntry *entry = &listing->entries[i];
        Known *row = g_hash_table_lookup(known, entry->name);
        if (row)
            row->is_seen = true;
        if (entry->is_folder || is_excluded(scan, below, entry->name))
            continue;
        scan_file(scan, listing, folder, known, entry);
        if (ends_now(scan, error) || !pd_batch_write_if_due(scan->batch, error))
            return false;
        if (scan->options->progress)
            scan->options->progress(scan->count, scan->options->user);
    }
    return true;
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

static bool scan_folder(Scan *scan, const char *below, GError **error) {
    g_autofree char *folder = join(scan->root, below);
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdListing) listing = depth_of(below) <= MAX_DEPTH ? pd_tree_list(scan->tree, below, &failure) : NULL;
    if (!listing) {
        tell(scan, folder, failure ? failure->message : "folders nest too deeply here");
        g_ptr_array_add(scan->unlisted, g_steal_pointer(&folder));
        return true;
    }
    scan->count->folders++;
    scan->is_empty = !*below && listing->n_entries == 0;
    g_hash_table_add(scan->visited, g_strdup(folder));
    g_autoptr(GHashTable) known = load_known(scan, folder, error);
    if (!known || !scan_entries(scan, listing, below, folder, known, error))
        return false;
    if (scan->is_empty)
        scan->has_known = g_hash_table_size(known) > 0;
    else
        mark_missing(scan, folder, known);
    push_folders(scan, listing, below);
    return true;
}

/* ---- folders that are gone */

static bool lies_in(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

static bool collect_vanished(int64_t folder, const char *path, void *user) {
    Scan *scan = ((gpointer *)user)[0];
    GPtrArray *vanished = ((gpointer *)user)[1];
    (void)folder;
    if (g_hash_table_contains(scan->visited, path))
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
        g_autoptr(GHashTable) known = load_known(scan, vanished->pdata[i], error);
        if (!known)
            return false;
        mark_missing(scan, vanished->pdata[i], known);
    }
    return true;
}

/* ---- all of it */

static bool scan_all(Scan *scan, GError **error) {
    g_ptr_array_add(scan->waiting, g_strdup(""));
    while (scan->waiting->len > 0) {
        g_autofree char *below = g_ptr_array_steal_index(scan->waiting, scan->waiting->len - 1);
        if (!scan_folder(scan, below, error))
            return false;
    }
    return mark_vanished(scan, error) && pd_batch_write(scan->batch, error) &&
           (scan->options->is_dry_run || scan->options->leaves_lookups ||
            pd_catalog_fill_lookups(scan->catalog, NULL, NULL, error));
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
                         .unlisted = g_ptr_array_new_with_free_func(g_free)};
    if (!scan.tree)
        return false;
    if (!scan.root)
        scan.root = g_steal_pointer(&absolute);
    return scan_all(&scan, error);
}
