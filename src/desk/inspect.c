/* Inspecting one file (desk/inspect.h). */
#include "desk/inspect.h"

#include <string.h>

#include "host/file.h"
#include "picdesk/error.h"
#include "picdesk/image.h"

enum { MOST_BYTES = 256 << 20, MOST_SIDECAR_BYTES = 16 << 20 };

static void read_sidecar(const char *path, PdRecord *record) {
    g_autoptr(GBytes) bytes = pd_host_read(path, MOST_SIDECAR_BYTES, NULL);
    if (!bytes)
        return;
    size_t len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    pd_image_read_sidecar(record, data, len, NULL);
}

/* a.jpg.xmp, which belongs to one file only, goes before a.xmp. */
static void read_sidecars(const char *path, PdRecord *record) {
    g_autofree char *long_name = g_strconcat(path, ".xmp", NULL);
    read_sidecar(long_name, record);
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    if (!dot || (slash && dot < slash))
        return;
    g_autofree char *short_name = g_strdup_printf("%.*s.xmp", (int)(dot - path), path);
    read_sidecar(short_name, record);
}

static bool inspect_image(const char *path, const uint8_t *data, size_t len, const PdInspectOptions *options,
                          PdInspected *out, GError **error) {
    out->record = options->wants_all ? pd_image_read_all(data, len, out->file_bytes, NULL, error)
                                     : pd_image_read(data, len, out->file_bytes, NULL, error);
    if (!out->record)
        return false;
    if (options->with_sidecars && strcmp(path, "-") != 0)
        read_sidecars(path, out->record);
    out->merged = pd_merged_new(out->record);
    return true;
}

bool pd_desk_inspect(const char *path, const PdInspectOptions *options, PdInspected *out, GError **error) {
    uint64_t file_bytes;
    g_autoptr(GBytes) bytes = pd_host_map(path, MOST_BYTES, &file_bytes, error);
    if (!bytes)
        return false;
    *out = (PdInspected){.file_bytes = file_bytes};
    size_t len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    if (pd_image_sniff(data, len) != PD_FORMAT_UNKNOWN)
        return inspect_image(path, data, len, options, out, error);
    if (pd_image_is_packet(data, len)) {
        out->record = pd_image_read_packet(data, len, options->wants_all, NULL);
        out->merged = pd_merged_new(out->record);
        return true;
    }
    out->article = pd_article_read(data, len, NULL, error);
    if (!out->article && error && g_error_matches(*error, PD_ERROR, PD_ERROR_FORMAT) && len > 0) {
        g_clear_error(error);
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "neither an image nor an article of a known kind");
    }
    return out->article != NULL;
}

void pd_inspected_done(PdInspected *inspected) {
    pd_merged_free(inspected->merged);
    pd_record_free(inspected->record);
    pd_article_free(inspected->article);
    *inspected = (PdInspected){0};
}
