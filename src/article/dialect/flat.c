/* Articles as text flattened out of web pages: what copying, text browsers, converters and corpora leave of a page. There is
 * no standard; the grammar of signs in article/flat finds the figures. Any text is of this dialect when no other knows it.
 */
#include <string.h>

#include "article/dialect.h"
#include "article/flat/read.h"
#include "article/flat/text.h"
#include "picdesk/error.h"

enum { SURE = 10 };

static int sniff(const uint8_t *data, size_t len) {
    return pd_flat_text_is_text(data, len) ? SURE : 0;
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
