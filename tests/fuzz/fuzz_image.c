/* All containers and blocks, by the bytes' own format; then what is derived from the record. What is read of the two ends
 * is what is read of the whole. */
#include "image/parts.h"
#include "picdesk/image.h"
#include "picdesk/merge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Exact copies, so that a look at what is absent is seen. */
static void compare_parts(const uint8_t *data, size_t size, const PdRecord *whole) {
    enum { FIRST_BYTES = 64 };
    size_t have = 0, need = MIN(size, (size_t)FIRST_BYTES);
    while (need > have) {
        have = need;
        need = MIN(size, pd_image_head_bytes(data, have));
    }
    size_t tail_len = MIN(size, (size_t)PD_IMAGE_END_BYTES);
    g_autofree uint8_t *head = g_memdup2(data, have);
    g_autofree uint8_t *tail = g_memdup2(data + size - tail_len, tail_len);
    PdImageParts parts = {.head = head, .head_len = have, .tail = tail, .tail_len = tail_len, .len = size};
    g_autoptr(PdRecord) record = pd_record_new();
    if (!pd_image_read_parts(&parts, true, NULL, record))
        return;
    g_autoptr(GBytes) left = pd_record_encode(record), right = pd_record_encode(whole);
    g_assert_true(g_bytes_equal(left, right));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdRecord) record = pd_image_read_all(data, size, size, NULL, NULL);
    if (!record)
        return 0;
    compare_parts(data, size, record);
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    for (PdField field = 1; field < PD_N_FIELDS; field++)
        pd_merged_has_conflict(merged, field);
    return 0;
}
