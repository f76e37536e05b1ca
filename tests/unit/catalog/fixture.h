/* What the tests of the catalogue share: a folder of their own, records, articles. */
#ifndef PICDESK_TESTS_CATALOG_FIXTURE_H
#define PICDESK_TESTS_CATALOG_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "catalog/catalog.h"
#include "picdesk/error.h"

typedef struct {
    char *folder;  /* of this test alone */
    char *address; /* of its catalogue, not yet there */
    PdCatalog *catalog;
} Fixture;

static inline int fixture_folder(void **state) {
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("picdesk-test-XXXXXX", NULL);
    fixture->address = g_build_filename(fixture->folder, "catalog.db", NULL);
    *state = fixture;
    return 0;
}

static inline void fixture_open(Fixture *fixture, PdCatalogMode mode) {
    g_autoptr(GError) error = NULL;
    fixture->catalog = pd_catalog_open(fixture->address, mode, &error);
    if (!fixture->catalog)
        fail_msg("%s", error->message);
}

static inline void fixture_close(Fixture *fixture) {
    g_clear_pointer(&fixture->catalog, pd_catalog_close);
}

static inline int fixture_catalog(void **state) {
    fixture_folder(state);
    fixture_open(*state, PD_CATALOG_WRITE);
    return 0;
}

static inline void remove_tree(const char *path) {
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        if (g_file_test(entry, G_FILE_TEST_IS_DIR) && !g_file_test(entry, G_FILE_TEST_IS_SYMLINK))
            remove_tree(entry);
        else
            g_unlink(entry);
    }
    g_rmdir(path);
}

static inline int fixture_done(void **state) {
    Fixture *fixture = *state;
    fixture_close(fixture);
    remove_tree(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->address);
    g_free(fixture);
    return 0;
}

#define WITH_CATALOG(test) cmocka_unit_test_setup_teardown(test, fixture_catalog, fixture_done)
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, fixture_folder, fixture_done)

/* Fails the test with the error's message when a call did not succeed. */
#define ok(call)                                                                                                            \
    do {                                                                                                                    \
        GError *error = NULL;                                                                                               \
        if (!(call))                                                                                                        \
            fail_msg("%s: %s", #call, error ? error->message : "no message");                                               \
    } while (0)

static inline void add_value(PdRecord *record, PdField field, const char *text) {
    PdValue value = {.field = field, .origin = PD_ORIGIN_XMP, .at = PD_AT_UNKNOWN, .property = "test", .text = text};
    pd_record_add(record, &value, pd_limits_default());
}

/* A record of a JPEG; pixels: which picture it is, 0 = not known. */
static inline PdRecord *record_of(uint8_t pixels, const char *caption, const char *credit) {
    PdRecord *record = pd_record_new();
    record->format = PD_FORMAT_JPEG;
    record->width_px = 600;
    record->height_px = 400;
    record->pixel_key[0] = pixels;
    if (caption)
        add_value(record, PD_FIELD_CAPTION, caption);
    if (credit)
        add_value(record, PD_FIELD_CREDIT, credit);
    return record;
}

/* Puts a file that also exists on the disk, as after a scan. */
static inline int64_t put(Fixture *fixture, const char *name, uint8_t pixels, const char *caption) {
    g_autoptr(PdRecord) record = record_of(pixels, caption, "Getty Images");
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    PdFileRow row = {.name = name, .size_bytes = 100, .inode = 7, .mtime_ns = 1};
    int64_t folder = 0, image = 0;
    ok(g_file_set_contents(path, "x", 1, &error));
    ok(pd_catalog_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, &image, &error));
    return image;
}

/* Takes a file away, and tells the catalogue when is_noticed. */
static inline void vanish(Fixture *fixture, const char *name, bool is_noticed) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    int64_t folder = 0;
    g_unlink(path);
    ok(pd_catalog_find_folder(fixture->catalog, fixture->folder, &folder, &error));
    if (is_noticed)
        ok(pd_catalog_file_missing(fixture->catalog, folder, name, &error));
}

static inline char *caption_of(Fixture *fixture, int64_t image_id) {
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, image_id, NULL);
    assert_non_null(image);
    return g_strdup(pd_merged_text(image->merged, PD_FIELD_CAPTION));
}

typedef struct {
    const char *url, *caption, *credit;
} FigureText;

static inline PdArticle *article_of(const char *url, const char *title, const FigureText *figures, size_t n) {
    PdArticle *article = pd_article_new("html");
    article->url = pd_article_keep(article, url);
    article->title = pd_article_keep(article, title);
    for (size_t i = 0; i < n; i++) {
        PdFigure figure = {
            .url = figures[i].url, .caption = figures[i].caption, .credit = figures[i].credit, .cue = "figcaption"};
        pd_article_add_figure(article, &figure, pd_limits_default());
    }
    return article;
}

/* Keeps an article; its content is taken to be what its figures say. */
static inline PdPutResult put_article(Fixture *fixture, const char *path, const PdArticle *article, int64_t *out_id) {
    uint8_t content_key[16] = {0};
    PdPutResult result = PD_PUT_UNCHANGED;
    ok(pd_catalog_put_article(fixture->catalog, path, article, content_key, out_id, &result, &error));
    return result;
}

static inline int64_t figure_at(Fixture *fixture, const char *article, unsigned position) {
    g_autofree char *name = g_strdup_printf("%s#%u", article, position);
    int64_t figure = 0;
    ok(pd_catalog_find_figure(fixture->catalog, name, &figure, &error));
    return figure;
}

#endif
