/* All containers and blocks, by the bytes' own format; then what is derived from the record. */
#include "picdesk/image.h"
#include "picdesk/merge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdRecord) record = pd_image_read_all(data, size, size, NULL, NULL);
    if (!record)
        return 0;
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    for (PdField field = 1; field < PD_N_FIELDS; field++)
        pd_merged_has_conflict(merged, field);
    return 0;
}
