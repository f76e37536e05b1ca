/* Scanning (desk/scan.h): folder by folder against what the catalogue holds of it; only differences are written. */
#include "desk/scan.h"

#include <fnmatch.h>
#include <string.h>

#include "desk/scan_parts.h"
#include "host/file.h"
#include "host/signal.h"
#include "picdesk/error.h"

/* Folders deeper than this are a loop of mounts, or an attack. */
#define MAX_DEPTH 512

/* A folder to be listed; part: what of the whole tree it is thought to be. */
typedef struct {
    char *below; /* the root */
    double part;
} Waiting;

static void waiting_clear(void *data) {
    g_free(((Waiting *)data)->below);
}

static void scan_done(PdScan *scan) {
    pd_readers_free(scan->own_readers); /* drops what it still has, which looks at the rest */
    g_clear_error(&scan->failure);
    pd_tree_close(scan->tree);
    pd_batch_free(scan->batch);
    g_free(scan->root);
    g_clear_pointer(&scan->waiting, g_array_unref);
    g_clear_pointer(&scan->visited, g_hash_table_unref);
    g_clear_pointer(&scan->left, g_hash_table_unref);
    g_clear_pointer(&scan->unlisted, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PdScan, scan_done)

char *pd_scan_join(const char *folder, const char *name) {
    return !*folder ? g_strdup(name)
           : !*name ? g_strdup(folder)
                    : g_strconcat(folder, g_str_has_suffix(folder, "/") ? "" : "/", name, NULL);
}

void pd_scan_show(PdScan *scan) {
    if (scan->options->progress)
        scan->options->progress(&scan->state, scan->options->user);
}

static bool is_excluded(const PdScan *scan, const char *folder, const char *name) {
    if (!scan->options->exclude)
        return false;
    g_autofree char *path = pd_scan_join(folder, name);
    for (const char *const *glob = scan->options->exclude; glob && *glob; glob++)
        if (fnmatch(*glob, name, 0) == 0 || fnmatch(*glob, path, 0) == 0)
            return true;
    return false;
}

/* ---- one folder */

static bool goes_on(PdScan *scan, GError **error) {
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
static bool mark_missing(PdScan *scan, char *folder, PdKnown *known, const char *before, GError **error) {
    const PdFileRow *row;
    while ((row = pd_known_peek(known)) && (!before || strcmp(row->name, before) < 0))
        if ((!is_excluded(scan, "", row->name) && !pd_scan_missing(scan, folder, row, error)) ||
            !pd_known_take(known, error) || !goes_on(scan, error))
            return false;
    return true;
}

static bool scan_entry(PdScan *scan, const PdScanFolder *folder, const char *name, GError **error) {
    if (!mark_missing(scan, folder->path, folder->known, name, error))
        return false;
    const PdFileRow *row = pd_known_peek(folder->known);
    bool is_known = row && strcmp(row->name, name) == 0;
    if (!is_excluded(scan, folder->below, name) && !pd_scan_file(scan, folder, is_known ? row : NULL, name, error))
        return false;
    return (!is_known || pd_known_take(folder->known, error)) && goes_on(scan, error);
}

static bool note_unlisted(PdScan *scan, char *folder, const char *why, GError **error) {
    g_ptr_array_add(scan->unlisted, g_strdup(folder));
    return pd_scan_told(scan, folder, "", why, error);
}

/* part: what of the whole tree these files are. */
static bool scan_entries(PdScan *scan, const PdScanFolder *folder, double part, GError **error) {
    size_t n = pd_listing_count(folder->listing);
    double before = scan->state.part;
    for (size_t i = 0; i < n; i++) {
        if (pd_listing_is_folder(folder->listing, i)) /* a file of that name is gone */
            continue;
        const char *name = pd_listing_name(folder->listing, i);
        if (!name) /* what is behind it is as before */
            return note_unlisted(scan, folder->path, "its long list of names cannot be read again", error);
        if (!scan_entry(scan, folder, name, error))
            return false;
        scan->state.part = before + part * (double)(i + 1) / (double)n;
        pd_scan_show(scan);
    }
    scan->state.part = before + part;
    return mark_missing(scan, folder->path, folder->known, NULL, error);
}

static unsigned depth_of(const char *below) {
    unsigned depth = *below ? 1 : 0;
    for (; *below; below++)
        depth += *below == '/';
    return depth;
}

static size_t count_folders(const PdListing *listing) {
    size_t n = 0;
    for (size_t i = 0; i < pd_listing_count(listing); i++)
        n += pd_listing_is_folder(listing, i);
    return n;
}

/* A folder is thought to hold as much as those before it did on the average. */
static double part_of_files(const PdScan *scan, const PdListing *listing, double part) {
    double n_folders = (double)count_folders(listing), n_files = (double)pd_listing_count(listing) - n_folders;
    double usual = (double)scan->count->files / (double)MAX(scan->count->folders, 1);
    return n_folders > 0 ? part * n_files / (n_files + n_folders * MAX(usual, 1)) : part;
}

static void push_folder(PdScan *scan, char *below, double part) {
    const Waiting next = {below, part};
    g_array_append_val(scan->waiting, next);
}

/* part: what of the whole tree they are together. */
static void push_folders(PdScan *scan, const PdListing *listing, const char *below, double part) {
    size_t n_folders = count_folders(listing);
    double each = part / (double)MAX(n_folders, 1);
    for (size_t i = n_folders ? pd_listing_count(listing) : 0; i-- > 0;) {
        if (!pd_listing_is_folder(listing, i))
            continue;
        const char *name = pd_listing_name(listing, i);
        g_autofree char *path = pd_scan_join(below, name);
        if (is_excluded(scan, below, name))
            g_ptr_array_add(scan->unlisted, pd_scan_join(scan->root, path));
        else
            push_folder(scan, g_steal_pointer(&path), each);
    }
}

static bool has_sidecars(const PdListing *listing) {
    for (size_t i = 0; i < pd_listing_count(listing); i++) {
        const char *name = pd_listing_name(listing, i), *dot = name ? strrchr(name, '.') : NULL;
        if (dot && g_ascii_strcasecmp(dot, ".xmp") == 0)
            return true;
    }
    return false;
}

/* Whether the catalogue's own file lies right in it. */
static bool has_catalog(const PdScan *scan, const char *path) {
    const char *catalog = pd_catalog_path(scan->catalog), *slash = catalog ? strrchr(catalog, '/') : NULL;
    size_t len = slash == catalog ? 1 : (size_t)(slash - catalog);
    return slash && strlen(path) == len && strncmp(path, catalog, len) == 0;
}

/* Returns false when there is nothing to be done in it. */
static bool is_entered(PdScan *scan, const char *folder) {
    if (g_hash_table_contains(scan->visited, folder))
        return false;
    if (!scan->options->enter || scan->options->enter(folder, scan->options->user))
        return true;
    g_hash_table_add(scan->left, g_strdup(folder));
    return false;
}

static bool scan_listing(PdScan *scan, const PdListing *listing, const Waiting *here, char *path, GError **error) {
    g_autoptr(PdKnown) known = pd_known_new(scan->catalog, path, error);
    const PdScanFolder folder = {.listing = listing,
                                 .path = path,
                                 .below = here->below,
                                 .known = known,
                                 .has_sidecars = has_sidecars(listing),
                                 .has_catalog = has_catalog(scan, path)};
    double part = part_of_files(scan, listing, here->part);
    if (!known)
        return false;
    if (!*here->below)
        scan->is_empty = pd_listing_count(listing) == 0;
    if (scan->is_empty)
        scan->has_known = pd_known_peek(known) != NULL;
    else if (!scan_entries(scan, &folder, part, error))
        return false;
    push_folders(scan, listing, here->below, here->part - part);
    return pd_batch_write_if_due(scan->batch, error);
}

static bool scan_folder(PdScan *scan, const Waiting *here, GError **error) {
    g_autofree char *path = pd_scan_join(scan->root, here->below);
    g_autoptr(GRefString) folder = g_ref_string_new(path);
    g_autoptr(GError) failure = NULL;
    if (!is_entered(scan, folder))
        return true;
    g_autoptr(PdListing) listing =
        depth_of(here->below) <= MAX_DEPTH ? pd_tree_list(scan->tree, here->below, &failure) : NULL;
    if (!listing)
        return note_unlisted(scan, folder, failure ? failure->message : "folders nest too deeply here", error);
    scan->count->folders++;
    g_hash_table_add(scan->visited, g_strdup(folder));
    scan->state.folder = folder;
    bool is_done = scan_listing(scan, listing, here, folder, error);
    scan->state.folder = scan->root;
    return is_done;
}

/* ---- folders that are gone */

static bool lies_in(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* A folder is gone when the nearest folder above it that was listed does not lead to it any more. */
static bool is_gone(const PdScan *scan, const char *path) {
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
    PdScan *scan = ((gpointer *)user)[0];
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
static void tell_empty(PdScan *scan, bool has_folders) {
    if ((has_folders || scan->has_known) && scan->options->note)
        scan->options->note(scan->root, "it is empty; its files are not marked missing, in case a disk is not mounted",
                            scan->options->user);
}

static bool mark_vanished(PdScan *scan, GError **error) {
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
static void begin_walk(PdScan *scan) {
    const GPtrArray *folders = scan->options->folders;
    size_t root_len = strcmp(scan->root, "/") == 0 ? 0 : strlen(scan->root);
    for (guint i = folders ? folders->len : 0; i-- > 0;) {
        const char *folder = folders->pdata[i];
        push_folder(scan, g_strdup(strlen(folder) > root_len ? folder + root_len + 1 : ""), 1.0 / folders->len);
    }
    if (!folders)
        push_folder(scan, g_strdup(""), 1.0);
}

static bool walk(PdScan *scan, GError **error) {
    begin_walk(scan);
    while (scan->waiting->len > 0) {
        Waiting *last = &g_array_index(scan->waiting, Waiting, scan->waiting->len - 1);
        g_autofree char *below = g_steal_pointer(&last->below);
        const Waiting next = {below, last->part};
        g_array_set_size(scan->waiting, scan->waiting->len - 1);
        if (!scan_folder(scan, &next, error))
            return false;
    }
    return pd_readers_finish(scan->readers, error) && mark_vanished(scan, error) && goes_on(scan, error);
}

static bool show_filling(uint64_t done, uint64_t all, void *user) {
    PdScan *scan = user;
    scan->state.is_filling = true;
    scan->state.part = all ? (double)done / (double)all : 1.0;
    pd_scan_show(scan);
    return true;
}

/* What was done is kept, whatever ended it. Readers that cannot be had end the whole scan, not this folder's only. */
static bool scan_all(PdScan *scan, GError **error) {
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
           pd_catalog_fill_lookups(scan->catalog, show_filling, scan, error);
}

bool pd_desk_scan(PdCatalog *catalog, const char *path, const PdScanOptions *options, PdScanCount *count, GError **error) {
    g_autofree char *absolute = pd_host_absolute(path);
    g_auto(PdScan) scan = {.catalog = catalog,
                           .options = options,
                           .count = count,
                           .tree = pd_tree_open(absolute, error),
                           .root = pd_host_real_path(absolute),
                           .waiting = g_array_new(FALSE, FALSE, sizeof(Waiting)),
                           .visited = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                           .left = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                           .unlisted = g_ptr_array_new_with_free_func(g_free)};
    g_array_set_clear_func(scan.waiting, waiting_clear);
    if (!scan.tree)
        return false;
    if (!scan.root)
        scan.root = g_steal_pointer(&absolute);
    if (options->hashes && !options->is_dry_run)
        pd_tree_read_whole(scan.tree);
    scan.state = (PdScanState){.count = count, .folder = scan.root};
    if (!options->readers) {
        const PdReadersOptions usual = {0};
        scan.own_readers = pd_readers_new(&usual, error);
    }
    scan.readers = options->readers ? options->readers : scan.own_readers;
    if (!scan.readers)
        return false;
    scan.batch = pd_batch_new(options->is_dry_run ? NULL : catalog, scan.root, scan.readers);
    return scan_all(&scan, error);
}
