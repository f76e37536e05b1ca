/* Raw formats of camera makers that are no TIFF inside: known by name, so that they are catalogued and not refused. What
 * they say of themselves is left out. */
#include <string.h>

#include "image/container.h"

static PdFormat sniff(const uint8_t *data, size_t len) {
    static const struct {
        uint8_t at, len;
        const char *bytes;
    } MAGIC[] = {
        {0, 15, "FUJIFILMCCD-RAW"}, /* RAF */
        {6, 8, "HEAPCCDR"},         /* CRW */
        {4, 8, "ftypcrx "},         /* CR3 */
        {0, 4, "FOVb"},             /* X3F */
        {0, 4, "\0MRM"},            /* MRW */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(MAGIC); i++)
        if (len >= (size_t)MAGIC[i].at + MAGIC[i].len && memcmp(data + MAGIC[i].at, MAGIC[i].bytes, MAGIC[i].len) == 0)
            return PD_FORMAT_RAW;
    return PD_FORMAT_UNKNOWN;
}

static void read_raw(PdReading *reading) {
    pd_reading_pixels(reading, 0, reading->file.len);
}

const PdContainer pd_container_raw = {
    .name = "raw",
    .help = "Raw formats that are no TIFF inside: format only",
    .sniff = sniff,
    .read = read_raw,
};
