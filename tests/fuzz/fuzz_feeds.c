/* The dialects of agencies and feeds, each on the same bytes, whatever they look like. */
#include <string.h>

#include "article/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"jsonld", "ninjs", "newsml", "rss"};
    for (const PdDialect *const *row = pd_dialects; *row; row++)
        for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
            if (strcmp((*row)->name, names[i]) != 0)
                continue;
            g_autoptr(PdArticle) article = pd_article_new(names[i]);
            (*row)->read(data, size, pd_limits_default(), article, NULL);
            for (size_t n = 0; n < article->n_figures; n++)
                g_assert(!article->figures[n].caption || g_utf8_validate(article->figures[n].caption, -1, NULL));
        }
    return 0;
}
