/* The CSV reader, over whatever bytes become text. */
#include "codec/csv_read.h"
#include "codec/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = pd_text_from_bytes(data, size, PD_CHARSET_GUESS, NULL, NULL);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    PdCsvReader reader = pd_csv_reader(text);
    size_t records = 0;
    while (pd_csv_read(&reader, pd_limits_default(), cells, &error)) {
        g_assert(cells->len > 0);
        records++;
    }
    g_assert(records <= size);
    return 0;
}
