/* Building an article (include/picdesk/article.h). */
#include "picdesk/article.h"

#include <string.h>

#include "codec/text.h"
#include "model/keep.h"

/* The public view first, so that a pointer to one is a pointer to the other. */
typedef struct {
    PdArticle view;
    PdKeep keep;
    GArray *figures;  /* of PdFigure */
    GPtrArray *lists; /* arrays of urls */
    bool is_full;
} Article;

PdArticle *pd_article_new(const char *dialect) {
    Article *article = g_new0(Article, 1);
    pd_keep_init(&article->keep);
    article->figures = g_array_new(FALSE, TRUE, sizeof(PdFigure));
    article->lists = g_ptr_array_new_with_free_func(g_free);
    article->view.dialect = pd_keep_text(&article->keep, dialect);
    return &article->view;
}

void pd_article_free(PdArticle *view) {
    if (!view)
        return;
    Article *article = (Article *)view;
    pd_keep_done(&article->keep);
    g_array_free(article->figures, TRUE);
    g_ptr_array_unref(article->lists);
    g_free(article);
}

const char *pd_article_keep(PdArticle *view, const char *text) {
    if (pd_text_is_blank(text))
        return NULL;
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    return pd_keep_text(&((Article *)view)->keep, trimmed);
}

const char *pd_article_keep_len(PdArticle *view, const char *text, size_t len) {
    g_autofree char *copy = g_strndup(text, len);
    return pd_article_keep(view, copy);
}

static const char *const *keep_urls(Article *article, const char *const *urls) {
    size_t n = urls ? g_strv_length((char **)urls) : 0;
    if (n == 0)
        return NULL;
    const char **copy = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        copy[i] = pd_keep_text(&article->keep, urls[i]);
    g_ptr_array_add(article->lists, copy);
    return copy;
}

PdFigure *pd_article_add_figure(PdArticle *view, const PdFigure *figure, const PdLimits *limits) {
    Article *article = (Article *)view;
    if (article->figures->len >= limits->figures) {
        if (!article->is_full)
            pd_article_add_problem(view, "figures", figure->offset, limits, "more than %zu figures; the rest is left out",
                                   limits->figures);
        article->is_full = true;
        return NULL;
    }
    PdFigure copy = *figure;
    copy.url = pd_article_keep(view, figure->url);
    copy.urls = keep_urls(article, figure->urls);
    copy.caption = pd_article_keep(view, figure->caption);
    copy.credit = pd_article_keep(view, figure->credit);
    copy.alt = pd_article_keep(view, figure->alt);
    copy.data = pd_keep_text(&article->keep, figure->data);
    copy.cue = pd_keep_text(&article->keep, figure->cue ? figure->cue : "");
    if (copy.position == 0)
        copy.position = article->figures->len + 1;
    g_array_append_val(article->figures, copy);
    view->figures = (const PdFigure *)(void *)article->figures->data;
    view->n_figures = article->figures->len;
    return &g_array_index(article->figures, PdFigure, article->figures->len - 1);
}

void pd_article_set_data(PdArticle *view, size_t index, const char *data) {
    Article *article = (Article *)view;
    g_assert(index < article->figures->len);
    g_array_index(article->figures, PdFigure, index).data = pd_keep_text(&article->keep, data);
}

void pd_article_add_problem(PdArticle *view, const char *block, uint64_t at, const PdLimits *limits, const char *format,
                            ...) {
    Article *article = (Article *)view;
    va_list args;
    va_start(args, format);
    pd_keep_problem(&article->keep, block, at, limits, format, args);
    va_end(args);
    view->problems = (const PdProblem *)(void *)article->keep.problems->data;
    view->n_problems = article->keep.problems->len;
}
