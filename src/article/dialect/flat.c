/* Articles as text flattened out of web pages: what copying, text browsers, converters and corpora leave of a page. There is
 * no standard; the grammar of signs in article/flat finds the figures. Any text is of this dialect when no other knows it.
 */
#include <string.h>

#include "article/dialect.h"
#include "article/flat/read.h"
#include "article/flat/text.h"
#include "picdesk/error.h"

enum { SNIFF_BYTES = 4096, SURE = 10 };

static bool is_wide_text(const uint8_t *data, size_t len) {
    return len >= 2 && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff));
}

/* Text has few control characters. */
static int sniff(const uint8_t *data, size_t len) {
    size_t controls = 0, n = MIN(len, (size_t)SNIFF_BYTES);
    if (n == 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        controls += data[i] < 0x20 && !(data[i] >= '\t' && data[i] <= '\r') && data[i] != 0x1b;
    return is_wide_text(data, len) || controls * 20 <= n ? SURE : 0;
}

static bool read_text(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    if (sniff(data, len) == 0) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "no text");
        return false;
    }
    pd_flat_read(data, len, 0, pd_flat_text_markdown((const char *)data, len) > 0, limits, out);
    return true;
}

const PdDialect pd_dialect_flat = {
    .name = "flat",
    .help = "text flattened out of a web page, glued or spaced",
    .sniff = sniff,
    .read = read_text,
};
