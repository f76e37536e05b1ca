/* Filling a catalogue in memory for a check of files that are in none (pd_desk_check_gather() of desk/check.h). */
#include <string.h>

#include "desk/check.h"
#include "desk/ingest.h"
#include "desk/match.h"
#include "desk/scan.h"
#include "host/file.h"
#include "host/walk.h"

enum { MOST_DEPTH = 64, MOST_IMAGE_BYTES = 64 << 20 };

typedef struct {
    PdCatalog *catalog;
    PdReaders *readers;
    GPtrArray *walked, *named; /* of char *: articles found in folders, and those that the user named */
    PdTellFunc tell;
    void *user;
    PdGathered *gathered;
} Gather;

static void tell(const char *path, const char *why, void *user) {
    Gather *gather = user;
    gather->gathered->n_unread++;
    gather->tell(path, why, gather->user);
}

/* An image that cannot be read is kept as such and becomes a finding; what is told here is the rest. */
static void tell_unless_image(const char *path, const char *why, void *user) {
    if (pd_host_path_kind(path) != PD_PATH_FILE || g_str_has_suffix(path, ".xmp") || g_str_has_suffix(path, ".XMP"))
        tell(path, why, user);
}

/* A file in a folder that looks like an article and is none is nobody's mistake. */
static void tell_nobody(const char *path, const char *why, void *user) {
    (void)path;
    (void)why;
    (void)user;
}

/* An article in a folder is known by its name; one that is named itself, by its content. */
static bool is_article_name(const char *name) {
    static const char *const ENDINGS[] = {".html", ".htm", ".xhtml", ".txt", ".json", ".jsonld", ".xml", ".nitf"};
    g_autofree char *lower = g_ascii_strdown(name, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        if (g_str_has_suffix(lower, ENDINGS[i]))
            return true;
    return false;
}

/* path: (transfer full). */
static void add_walked(Gather *gather, char *path) {
    g_autoptr(GError) error = NULL;
    uint64_t file_bytes;
    g_autoptr(GBytes) start = pd_host_read_start(path, 1, &file_bytes, &error);
    if (start) {
        g_ptr_array_add(gather->walked, path);
        return;
    }
    tell(path, error->message, gather);
    g_free(path);
}

static void list_articles(Gather *gather, PdTree *tree, const char *root, const char *folder, unsigned depth) {
    g_autoptr(PdListing) listing =
        pd_tree_list(tree, folder, NULL); /* a folder that cannot be listed was told by the scan */
    for (size_t i = 0; listing && i < pd_listing_count(listing); i++) {
        const char *name = pd_listing_name(listing, i);
        if (!name)
            return;
        g_autofree char *path = *folder ? g_build_filename(folder, name, NULL) : g_strdup(name);
        bool is_folder = pd_listing_is_folder(listing, i);
        if (is_folder && depth < MOST_DEPTH)
            list_articles(gather, tree, root, path, depth + 1);
        else if (!is_folder && is_article_name(name))
            add_walked(gather, g_build_filename(root, path, NULL));
    }
}

static bool add_folder(Gather *gather, const char *path, GError **error) {
    PdScanCount count = {0};
    PdScanOptions options = {.readers = gather->readers, .tell = tell_unless_image, .user = gather};
    if (!pd_desk_scan(gather->catalog, path, &options, &count, error))
        return false;
    gather->gathered->n_images += count.files;
    g_autoptr(PdTree) tree = pd_tree_open(path, error);
    if (!tree)
        return false;
    list_articles(gather, tree, path, "", 0);
    return true;
}

/* One file by itself. */
typedef struct {
    PdRecord *record; /* (nullable) */
    PdJobEnd end;
} Single;

static void keep_record(PdJobEnd end, PdFound *found, void *user) {
    Single *single = user;
    single->end = end;
    single->record = g_steal_pointer(&found->record);
}

static bool put_image(Gather *gather, const char *path, uint64_t file_bytes, const Single *single, GError **error) {
    const PdRecord *record = single->record;
    g_autofree char *absolute = pd_host_absolute(path);
    g_autofree char *folder = g_path_get_dirname(absolute);
    g_autofree char *name = g_path_get_basename(absolute);
    bool is_whole = record && record->width_px > 0 && record->height_px > 0;
    const char *problem = single->end == PD_JOB_DONE ? "unreadable" : pd_job_end_name(single->end);
    PdFileRow row = {.name = name, .size_bytes = file_bytes, .problem = is_whole ? NULL : problem};
    int64_t folder_id;
    gather->gathered->n_images++;
    return pd_catalog_folder(gather->catalog, folder, &folder_id, error) &&
           pd_catalog_put_file(gather->catalog, folder_id, &row, record, NULL, error);
}

/* What its reader did not survive counts as an image when it is named like one. */
static bool add_image(Gather *gather, const char *path, bool *out_is_image, GError **error) {
    PdReadRequest request = {.what = PD_READ_IMAGE, .max_bytes = MOST_IMAGE_BYTES};
    PdJobFile file = {0};
    Single single = {0};
    *out_is_image = false;
    file.fd = pd_host_open(path, true, 0, &file.size_bytes, NULL);
    if (file.fd < 0)
        return true;
    if (!pd_readers_read(gather->readers, &request, &file, 1, keep_record, &single, NULL, error) ||
        !pd_readers_finish(gather->readers, error))
        return false;
    *out_is_image = single.record || (single.end != PD_JOB_DONE && pd_desk_is_image_name(path));
    bool is_put = !*out_is_image || put_image(gather, path, file.size_bytes, &single, error);
    pd_record_free(single.record);
    return is_put;
}

static bool add_path(Gather *gather, const char *path, GError **error) {
    PdPathKind kind = strcmp(path, "-") == 0 ? PD_PATH_NONE : pd_host_path_kind(path);
    if (kind == PD_PATH_FOLDER)
        return add_folder(gather, path, error);
    bool is_image = false;
    if (kind == PD_PATH_FILE && !add_image(gather, path, &is_image, error))
        return false;
    if (!is_image)
        g_ptr_array_add(gather->named, g_strdup(path)); /* what is no article, or nothing, is told when it is read */
    return true;
}

static bool add_articles(Gather *gather, GPtrArray *paths, bool is_named, GError **error) {
    PdIngestCount count = {0};
    PdIngestOptions options = {.readers = gather->readers, .tell = is_named ? tell : tell_nobody, .user = gather};
    g_ptr_array_add(paths, NULL);
    bool is_done = pd_desk_ingest(gather->catalog, (const char *const *)paths->pdata, &options, &count, error);
    gather->gathered->n_articles += count.added + count.updated + count.unchanged;
    return is_done;
}

bool pd_desk_check_gather(PdCatalog *catalog, PdReaders *readers, char *const *paths, PdTellFunc tell_user, void *user,
                          PdGathered *out, GError **error) {
    *out = (PdGathered){0};
    g_autoptr(GPtrArray) walked = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) named = g_ptr_array_new_with_free_func(g_free);
    Gather gather = {catalog, readers, walked, named, tell_user, user, out};
    for (; *paths; paths++)
        if (!add_path(&gather, *paths, error))
            return false;
    if (!add_articles(&gather, walked, false, error) || !add_articles(&gather, named, true, error))
        return false;
    PdMatchRun run = {.readers = readers};
    PdMatchCount count;
    return pd_desk_match(catalog, &run, &count, error);
}
