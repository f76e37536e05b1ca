/* The dialect of Markdown: any bytes are read, whatever they look like. */
#include "article/dialect.h"

extern const PdDialect pd_dialect_markdown;
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autoptr(PdArticle) article = pd_article_new("markdown");
    pd_dialect_markdown.sniff(data, size);
    pd_dialect_markdown.read(data, size, pd_limits_default(), article, NULL);
    for (size_t i = 0; i < article->n_figures; i++)
        g_assert(article->figures[i].offset <= size);
    return 0;
}
