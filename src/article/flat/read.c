/* Reads a flattened text (read.h). */
#include "article/flat/read.h"

#include "article/flat/figures.h"
#include "article/flat/meta.h"
#include "article/flat/text.h"

void pd_flat_read(const uint8_t *data, size_t len, size_t from, bool is_markdown, const PdLimits *limits, PdArticle *out) {
    g_autoptr(PdFlatText) flat = pd_flat_text_new(data + from, len - from, is_markdown, limits);
    flat->base = from;
    if (flat->is_repaired)
        pd_article_add_problem(out, "text", PD_AT_UNKNOWN, limits, "some bytes are no text and were replaced");
    g_autofree bool *is_figure = g_new0(bool, flat->lines->len + 1);
    pd_flat_figures(flat, limits, out, is_figure);
    pd_flat_meta(flat, is_figure, out);
}
