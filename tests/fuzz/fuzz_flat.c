/* The dialect of flattened text: every string it gives is UTF-8 and stands inside the input. */
#include "article/dialect.h"

extern const PdDialect pd_dialect_flat;
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdArticle) article = pd_article_new("flat");
    if (!pd_dialect_flat.read(data, size, pd_limits_default(), article, NULL))
        return 0;
    for (size_t i = 0; i < article->n_figures; i++) {
        const PdFigure *figure = article->figures + i;
        g_assert(figure->caption || figure->credit || figure->url);
        g_assert(!figure->caption || g_utf8_validate(figure->caption, -1, NULL));
        g_assert(!figure->credit || g_utf8_validate(figure->credit, -1, NULL));
        g_assert(figure->offset <= size);
        g_assert(figure->sure > 0 && figure->sure <= 1);
    }
    return 0;
}
