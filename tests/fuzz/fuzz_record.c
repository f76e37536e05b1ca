/* The flat encoding of a record: whatever decodes must encode again to bytes that decode to the same, and looking through it
 * must come to the same verdict as taking it apart. */
#include <string.h>

#include "model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdRecord) record = pd_record_decode(data, size, pd_limits_default(), NULL);
    PdRecordHead head;
    g_assert(pd_record_check(data, size, pd_limits_default(), &head) == (record != NULL));
    if (!record)
        return 0;
    g_assert(head.format == record->format && head.width_px == record->width_px && head.height_px == record->height_px &&
             memcmp(head.pixel_key, record->pixel_key, sizeof head.pixel_key) == 0);
    g_autoptr(GBytes) first = pd_record_encode(record);
    size_t len;
    const uint8_t *bytes = g_bytes_get_data(first, &len);
    g_autoptr(PdRecord) again = pd_record_decode(bytes, len, pd_limits_default(), NULL);
    g_assert(again != NULL);
    g_autoptr(GBytes) second = pd_record_encode(again);
    g_assert(g_bytes_equal(first, second));
    return 0;
}
