/* A program of its own that runs while picdesk is built: make_blank FOLDER makes a catalogue there, FOLDER/blank.db, and
 * writes it as C, FOLDER/blank.c (catalog/blank.h). It has no blank itself, so its catalogue is made step by step. */
#include <string.h>

#include "catalog/blank.h"
#include "catalog/catalog.h"
#include "host/file.h"

/* So many zeros end a run. */
enum { LEAST_GAP = 16 };
static const size_t MOST_BYTES = (size_t)64 << 20;

const PdBlank pd_catalog_blank = {0};

static GBytes *make(const char *path, GError **error) {
    pd_host_remove(path);
    PdCatalog *catalog = pd_catalog_open(path, PD_CATALOG_WRITE, error);
    if (!catalog)
        return NULL;
    pd_catalog_close(catalog);
    return pd_host_read(path, MOST_BYTES, error);
}

/* The end of the run that begins here. */
static size_t end_of(const uint8_t *data, size_t len, size_t at) {
    size_t end = at;
    for (size_t n_zeros = 0; at < len && n_zeros < LEAST_GAP; at++) {
        n_zeros = data[at] ? 0 : n_zeros + 1;
        if (data[at])
            end = at + 1;
    }
    return end;
}

static char *as_c(const uint8_t *data, size_t len) {
    g_autoptr(GString) runs = g_string_new(NULL), bytes = g_string_new(NULL);
    size_t n_runs = 0;
    for (size_t at = 0, end; at < len; at = MAX(end, at + 1)) {
        end = data[at] ? end_of(data, len, at) : at;
        if (end == at)
            continue;
        n_runs++;
        g_string_append_printf(runs, "{%zu,%zu},\n", at, end - at);
        for (size_t i = at; i < end; i++)
            g_string_append_printf(bytes, "%u,%s", data[i], (i - at) % 32 == 31 || i + 1 == end ? "\n" : "");
    }
    return g_strdup_printf("#include \"catalog/blank.h\"\n\nstatic const PdBlankRun runs[] = {\n%s};\n"
                           "static const uint8_t bytes[] = {\n%s};\n"
                           "const PdBlank pd_catalog_blank = {%zu, %zu, runs, bytes};\n",
                           runs->str, bytes->str, len, n_runs);
}

int main(int argc, char **argv) {
    g_autoptr(GError) error = NULL;
    g_assert(argc == 2);
    g_autofree char *folder = pd_host_absolute(argv[1]);
    g_autofree char *path = g_build_filename(folder, "blank.db", NULL), *source = g_build_filename(folder, "blank.c", NULL);
    g_autoptr(GBytes) blank = make(path, &error);
    g_assert_no_error(error);
    size_t len;
    const uint8_t *data = g_bytes_get_data(blank, &len);
    g_autofree char *text = as_c(data, len);
    pd_host_write(source, text, strlen(text), &error);
    g_assert_no_error(error);
    return 0;
}
