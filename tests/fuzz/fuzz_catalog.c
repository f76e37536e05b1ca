/* A catalogue that somebody else made, or that is damaged: opened to read and to write, and all its parts read. */
#include "catalog/catalog.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool see_image(const PdImage *image, void *user) {
    (void)user;
    g_assert(image->id != 0);
    return true;
}

static bool see_figure(const PdFigureRow *row, void *user) {
    (void)user;
    g_assert(row->figure);
    return true;
}

static bool see_file(const PdFileRow *row, void *user) {
    (void)user;
    g_assert(row->name);
    return true;
}

static void look(const char *path, PdCatalogMode mode) {
    const char *words[] = {"bridge", "flood", NULL};
    g_autoptr(PdCatalog) catalog = pd_catalog_open(path, mode, NULL);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    PdCatalogStat stat;
    if (!catalog)
        return;
    pd_catalog_stat(catalog, &stat, NULL);
    pd_catalog_verify(catalog, complaints, NULL);
    pd_catalog_each_image(catalog, true, see_image, NULL, NULL);
    pd_catalog_each_figure(catalog, 0, see_figure, NULL, NULL);
    pd_catalog_each_file(catalog, 1, "", 1000, see_file, NULL, NULL);
    pd_catalog_by_words(catalog, words, 20, ids, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const ENDINGS[] = {"", "-wal", "-shm", "-journal"};
    g_autofree char *folder = g_dir_make_tmp("picdesk-fuzz-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "c.db", NULL);
    if (g_file_set_contents_full(path, (const char *)data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL)) {
        look(path, PD_CATALOG_READ);
        look(path, PD_CATALOG_WRITE);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        g_autofree char *part = g_strconcat(path, ENDINGS[i], NULL);
        unlink(part);
    }
    rmdir(folder);
    return 0;
}
