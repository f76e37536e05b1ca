/* The table of verdict formats, and what they share (desk/verdict.h). */
#include "desk/verdict.h"

#include <string.h>

#include "codec/text.h"

#define PD_ROW(name) extern const PdVerdictFormat pd_verdict_format_##name;
#include "desk/verdicts.def"
#undef PD_ROW

const PdVerdictFormat *const pd_verdict_formats[] = {
#define PD_ROW(name) &pd_verdict_format_##name,
#include "desk/verdicts.def"
#undef PD_ROW
    NULL,
};

const PdVerdictFormat *pd_verdict_format_find(const char *name) {
    for (const PdVerdictFormat *const *row = pd_verdict_formats; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}

bool pd_verdict_is_new_group(const PdVerdictPage *page, const PdUse *use) {
    return !page->group || page->article_id != use->article_id || g_strcmp0(page->article_path, use->article_path) != 0;
}

void pd_verdict_begin_group(PdVerdictPage *page, const PdUse *use) {
    if (!page->group)
        page->group = g_string_new(NULL);
    g_string_truncate(page->group, 0);
    g_free(page->article_path);
    g_free(page->article_title);
    page->article_id = use->article_id;
    page->article_path = g_strdup(use->article_path);
    page->article_title = g_strdup(use->article ? use->article->title : NULL);
    page->worst = PD_VERDICT_CLEAR;
    page->n_uses = page->n_failed = 0;
}

void pd_verdict_count(PdVerdictPage *page, const PdUse *use) {
    page->n_uses++;
    page->n_failed += use->verdict == PD_VERDICT_BLOCKED;
    page->worst = MAX(page->worst, use->verdict);
}

void pd_verdict_page_done(PdVerdictPage *page) {
    if (page->group)
        g_string_free(page->group, TRUE);
    g_free(page->article_path);
    g_free(page->article_title);
    *page = (PdVerdictPage){0};
}

char *pd_verdict_shorten(const char *text, size_t max) {
    g_autofree char *tidy = pd_text_tidy(text);
    g_autofree char *safe = pd_text_printable(tidy);
    if ((size_t)g_utf8_strlen(safe, -1) <= max)
        return g_steal_pointer(&safe);
    char *end = g_utf8_offset_to_pointer(safe, (glong)max - 1);
    while (end > safe && end[-1] == ' ')
        end--;
    *end = '\0';
    return g_strconcat(safe, "…", NULL);
}

char *pd_verdict_path(const PdVerdictPage *page, const char *path) {
    if (g_str_has_suffix(path, "/-"))
        return g_strdup("-"); /* an article on standard input is kept by the folder it was read in */
    size_t len = page->base ? strlen(page->base) : 0;
    bool is_below = len > 0 && strncmp(path, page->base, len) == 0 && path[len] == '/' && path[len + 1];
    return pd_text_printable(is_below ? path + len + 1 : path);
}

static const char *base_name(const char *path) {
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash && slash[1] ? slash + 1 : path;
}

char *pd_verdict_label(const PdUse *use, size_t max) {
    const char *label = use->figure ? use->figure->caption : NULL;
    if (!label && use->figure)
        label = base_name(use->figure->url);
    if (!label && use->image)
        label = base_name(use->image->path);
    if (!label && use->figure)
        label = use->figure->kind == PD_FIGURE_MEDIA ? "(media without caption)" : "(picture without caption)";
    return pd_verdict_shorten(label ? label : "", max);
}
