/* The XMP reader alone, as a sidecar gives it. */
#include "picdesk/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdRecord) record = pd_record_new();
    pd_image_read_sidecar(record, data, size, NULL);
    return 0;
}
