/* The html dialect, whatever the bytes look like. */
#include <string.h>

#include "article/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    for (const PdDialect *const *row = pd_dialects; *row; row++) {
        if (strcmp((*row)->name, "html") != 0)
            continue;
        g_autoptr(PdArticle) article = pd_article_new("html");
        (*row)->read(data, size, pd_limits_default(), article, NULL);
        for (size_t i = 0; i < article->n_figures; i++) {
            const PdFigure *figure = &article->figures[i];
            g_assert(figure->cue && figure->position == i + 1);
            g_assert(!figure->caption || g_utf8_validate(figure->caption, -1, NULL));
            g_assert(!figure->credit || g_utf8_validate(figure->credit, -1, NULL));
        }
    }
    return 0;
}
