/* Every dialect of articles reads the same bytes, whether they look like it or not; then the dialect that the content shows.
 */
#include "article/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const PdLimits *limits = pd_limits_default();
    for (const PdDialect *const *row = pd_dialects; *row; row++) {
        g_autoptr(PdArticle) article = pd_article_new((*row)->name);
        (*row)->sniff(data, size);
        (*row)->read(data, size, limits, article, NULL);
    }
    g_autoptr(PdArticle) article = pd_article_read(data, size, limits, NULL);
    for (size_t i = 0; article && i < article->n_figures; i++)
        g_assert(!article->figures[i].caption || g_utf8_validate(article->figures[i].caption, -1, NULL));
    return 0;
}
