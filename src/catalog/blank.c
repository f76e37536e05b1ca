/* Putting the ready-made new catalogue into its place (catalog/blank.h). */
#include "catalog/blank.h"

#include <string.h>

#include "host/file.h"

/* Whether there is a write-ahead log: 2 says yes, 1 no (SQLite's "Database File Format" 1.3.3, "File format version
 * numbers"). What pd_db_accept() would set. */
enum { AT_WRITE_VERSION = 18, AT_READ_VERSION = 19, WITH_LOG = 2, WITHOUT_LOG = 1 };

static uint8_t *unpack(const PdBlank *blank) {
    uint8_t *data = g_malloc0(blank->len);
    const uint8_t *from = blank->bytes;
    for (size_t i = 0; i < blank->n_runs; from += blank->runs[i++].len)
        memcpy(data + blank->runs[i].at, from, blank->runs[i].len);
    return data;
}

bool pd_blank_put(const char *path) {
    const PdBlank *blank = &pd_catalog_blank;
    if (blank->len == 0)
        return false;
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree uint8_t *data = unpack(blank);
    data[AT_WRITE_VERSION] = data[AT_READ_VERSION] = pd_host_is_network(folder) ? WITHOUT_LOG : WITH_LOG;
    return pd_host_make_whole(path, data, blank->len);
}
