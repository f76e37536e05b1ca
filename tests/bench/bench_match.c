/* Times of the matcher in a synthetic archive: bench_match CATALOG IMAGES [ARTICLES]. Makes the catalogue when it is not
 * there; then finds the candidates of every figure, one by one, and matches all of them in one run. bench_match CATALOG fill
 * makes the look-up tables of a catalogue anew. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <glib/gstdio.h>

#include "catalog/catalog.h"
#include "desk/candidates.h"
#include "desk/match.h"
#include "picdesk/grammar.h"
#include "synthetic.h"

enum { A_COMMIT = 1000, A_FOLDER = 2000 };

static void insist(bool is_done, GError *error) {
    if (is_done)
        return;
    fprintf(stderr, "bench_match: %s\n", error ? error->message : "failed");
    exit(2);
}

/* Of this process: other work on the machine does not count. */
static int64_t cpu_us(void) {
    return (int64_t)((double)clock() * 1e6 / CLOCKS_PER_SEC);
}

static double seconds_since(int64_t start_us) {
    return (double)(cpu_us() - start_us) / 1e6;
}

/* ---- the catalogue */

static void put_image(PdCatalog *catalog, const Synthetic *archive, uint64_t i, int64_t folder) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdRecord) record = synthetic_record(archive, i);
    g_autofree char *name = synthetic_name(archive, i);
    PdFileRow row = {.name = name, .size_bytes = 2000000 + i, .inode = i + 1, .mtime_ns = 1};
    insist(pd_catalog_put_file(catalog, folder, &row, record, NULL, &error), error);
}

static void put_images(PdCatalog *catalog, const Synthetic *archive) {
    g_autoptr(GError) error = NULL;
    int64_t folder = 0, start_us = cpu_us();
    insist(pd_catalog_postpone_lookups(catalog, &error) && pd_catalog_begin(catalog, &error), error);
    for (uint64_t i = 0; i < archive->n_images; i++) {
        g_autofree char *path = g_strdup_printf("/archive/%05u", (unsigned)(i / A_FOLDER));
        if (i % A_FOLDER == 0)
            insist(pd_catalog_folder(catalog, path, &folder, &error), error);
        put_image(catalog, archive, i, folder);
        if (i % A_COMMIT == A_COMMIT - 1)
            insist(pd_catalog_commit(catalog, &error) && pd_catalog_begin(catalog, &error), error);
    }
    insist(pd_catalog_commit(catalog, &error) && pd_catalog_fill_lookups(catalog, NULL, NULL, &error), error);
    printf("made                  %.1f s\n", seconds_since(start_us));
}

static void put_articles(PdCatalog *catalog, const Synthetic *archive, uint64_t n) {
    g_autoptr(GError) error = NULL;
    insist(pd_catalog_begin(catalog, &error), error);
    for (uint64_t k = 0; k < n; k++) {
        uint64_t images[3];
        int64_t id;
        PdPutResult result;
        g_autoptr(PdArticle) article = synthetic_article(archive, k, images);
        g_autofree char *path = g_strdup_printf("/articles/%06u.txt", (unsigned)k);
        uint8_t key[16] = {0};
        memcpy(key, &k, sizeof k);
        insist(pd_catalog_put_article(catalog, path, article, key, &id, &result, &error), error);
    }
    insist(pd_catalog_commit(catalog, &error), error);
}

/* ---- what is right */

typedef struct {
    GHashTable *right; /* "article#n" -> base name of its image, "" for none */
    guint proposed, right_ones, on_absent, with_image;
} Truth;

static GHashTable *truth_of(const Synthetic *archive, uint64_t n) {
    GHashTable *right = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (uint64_t k = 0; k < n; k++) {
        uint64_t images[3];
        pd_article_free(synthetic_article(archive, k, images));
        for (unsigned i = 0; i < 3; i++)
            g_hash_table_insert(right, g_strdup_printf("/articles/%06u.txt#%u", (unsigned)k, i + 1),
                                images[i] == (uint64_t)SYNTHETIC_NO_IMAGE ? g_strdup("")
                                                                          : synthetic_name(archive, images[i]));
    }
    return right;
}

/* ---- times */

typedef struct {
    PdCandidates *candidates;
    GArray *times_us;   /* of int64_t: to find them and to make them ready */
    GArray *finding_us; /* of int64_t: the first part of it */
    uint64_t n_images;
    GHashTable *right; /* as Truth.right */
    guint n_right, n_found;
} Timing;

static bool has_name(const GPtrArray *images, const char *name) {
    for (guint i = 0; i < images->len; i++) {
        const PdMatchImage *image = g_ptr_array_index(images, i);
        if (image->path && g_str_has_suffix(image->path, name))
            return true;
    }
    return false;
}

static void note_right(Timing *timing, const PdFigureRow *row, const GPtrArray *images) {
    g_autofree char *key = g_strdup_printf("%s#%u", row->article_path, row->figure->position);
    const char *right = g_hash_table_lookup(timing->right, key);
    timing->n_right += right && *right;
    timing->n_found += right && *right && has_name(images, right);
}

static bool time_one(const PdFigureRow *row, void *user) {
    Timing *timing = user;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) images = g_ptr_array_new();
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    const char *const no_ids[] = {NULL};
    pd_desk_candidates_forget(timing->candidates); /* as between two articles */
    int64_t start_us = cpu_us(), finding_us = 0;
    g_autoptr(PdCredit) credit =
        row->figure->credit ? pd_credit_parse(row->figure->credit, NULL, pd_limits_default()) : NULL;
    insist(pd_desk_candidates_find(timing->candidates, row->article, row->figure, credit, no_ids, ids, &error) &&
               (finding_us = cpu_us() - start_us) >= 0 &&
               pd_desk_candidates_prepare(timing->candidates, ids, images, &error),
           error);
    int64_t took_us = cpu_us() - start_us;
    g_array_append_val(timing->finding_us, finding_us);
    g_array_append_val(timing->times_us, took_us);
    timing->n_images += images->len;
    note_right(timing, row, images);
    return true;
}

static int by_time(gconstpointer a, gconstpointer b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

static double percentile_ms(GArray *times_us, guint percent) {
    g_array_sort(times_us, by_time);
    guint at = (times_us->len - 1) * percent / 100;
    return times_us->len ? (double)g_array_index(times_us, int64_t, at) / 1000.0 : 0.0;
}

static void time_candidates(PdCatalog *catalog, GHashTable *right) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCandidates) candidates = pd_desk_candidates_new(catalog);
    g_autoptr(GArray) times_us = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GArray) finding_us = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Timing timing = {.candidates = candidates, .times_us = times_us, .finding_us = finding_us, .right = right};
    insist(pd_catalog_each_figure(catalog, 0, time_one, &timing, &error), error);
    printf("candidates            median %.2f ms, 95 %% %.2f ms, most %.2f ms; %.0f images a figure\n",
           percentile_ms(times_us, 50), percentile_ms(times_us, 95), percentile_ms(times_us, 100),
           times_us->len ? (double)timing.n_images / times_us->len : 0.0);
    printf("  of it finding       median %.2f ms, 95 %% %.2f ms, most %.2f ms\n", percentile_ms(finding_us, 50),
           percentile_ms(finding_us, 95), percentile_ms(finding_us, 100));
    printf("  right one among them %u of %u\n", timing.n_found, timing.n_right);
}

/* ---- answers */

static bool judge(const PdMatchAnswer *answer, void *user) {
    Truth *truth = user;
    g_autofree char *key = g_strdup_printf("%s#%u", answer->article_path, answer->position);
    const char *right = g_hash_table_lookup(truth->right, key);
    truth->with_image += right && *right;
    if (answer->pairing->status != PD_PAIR_PROPOSED || !right)
        return true;
    truth->proposed++;
    truth->on_absent += *right == '\0';
    g_autofree char *name = answer->paths[0] ? g_path_get_basename(answer->paths[0]) : g_strdup("");
    truth->right_ones += *right && strcmp(name, right) == 0;
    return true;
}

static void time_match(PdCatalog *catalog, GHashTable *right) {
    g_autoptr(GError) error = NULL;
    Truth truth = {.right = right};
    PdMatchRun run = {.is_full = true, .func = judge, .user = &truth};
    PdMatchCount count;
    int64_t start_us = cpu_us();
    insist(pd_desk_match(catalog, &run, &count, &error), error);
    double took_s = seconds_since(start_us);
    PdMatchRun again = {0};
    PdMatchCount unchanged;
    start_us = cpu_us();
    insist(pd_desk_match(catalog, &again, &unchanged, &error), error);
    printf("match again           %.2f s, %u of %u articles unchanged\n", seconds_since(start_us),
           (unsigned)unchanged.unchanged, (unsigned)unchanged.articles);
    printf("match                 %.2f s for %u figures, %.2f ms each\n", took_s, (unsigned)count.figures,
           count.figures ? took_s * 1000.0 / (double)count.figures : 0.0);
    printf("answers               %u proposed, %u right, of %u with an image; %u on figures without\n", truth.proposed,
           truth.right_ones, truth.with_image, truth.on_absent);
}

static double peak_mb(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1000.0;
}

static int fill(const char *path) {
    g_autoptr(GError) error = NULL;
    int64_t n = 0, start_us = cpu_us(), wall_us = g_get_monotonic_time();
    g_autoptr(PdCatalog) catalog = pd_catalog_open(path, PD_CATALOG_WRITE, &error);
    insist(catalog != NULL, error);
    printf("opened                %.1f s\n", seconds_since(start_us));
    start_us = cpu_us();
    wall_us = g_get_monotonic_time();
    insist(pd_catalog_image_count(catalog, &n, &error) && pd_catalog_rebuild(catalog, NULL, NULL, &error), error);
    double took_s = seconds_since(start_us);
    printf("filled                %.1f s (%.1f s by the clock), %.1f us an image, peak %.0f MB\n", took_s,
           (double)(g_get_monotonic_time() - wall_us) / 1e6, took_s * 1e6 / (double)MAX(n, 1), peak_mb());
    return 0;
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    if (argc < 3) {
        fputs("usage: bench_match CATALOG IMAGES [ARTICLES]\n", stderr);
        return 2;
    }
    if (strcmp(argv[2], "fill") == 0)
        return fill(argv[1]);
    bool is_new = !g_file_test(argv[1], G_FILE_TEST_EXISTS);
    Synthetic archive = {.n_images = g_ascii_strtoull(argv[2], NULL, 10), .salt = 20};
    uint64_t n_articles = argc > 3 ? g_ascii_strtoull(argv[3], NULL, 10) : 334;
    g_autoptr(PdCatalog) catalog = pd_catalog_open(argv[1], PD_CATALOG_WRITE, &error);
    insist(catalog != NULL, error);
    if (is_new) {
        put_images(catalog, &archive);
        put_articles(catalog, &archive, n_articles);
        pd_catalog_close(g_steal_pointer(&catalog));
        catalog = pd_catalog_open(argv[1], PD_CATALOG_WRITE, &error);
        insist(catalog != NULL, error);
    }
    GStatBuf file;
    if (g_stat(argv[1], &file) == 0)
        printf("catalogue             %.1f MB, %.0f bytes an image\n", (double)file.st_size / 1e6,
               (double)file.st_size / (double)archive.n_images);
    g_autoptr(GHashTable) right = truth_of(&archive, n_articles);
    time_candidates(catalog, right);
    time_match(catalog, right);
    printf("memory                %.0f MB at most\n", peak_mb());
    return 0;
}
