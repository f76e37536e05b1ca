/* Figures in work (article/draft.h). */
#include "article/draft.h"

#include <string.h>

#include "codec/text.h"

static void clear_draft(void *data) {
    PdDraft *draft = data;
    g_ptr_array_unref(draft->urls);
    g_free(draft->caption);
    g_free(draft->credit);
    g_free(draft->alt);
    g_free(draft);
}

void pd_drafts_init(PdDrafts *drafts, PdArticle *out, const PdLimits *limits, const char *cue) {
    *drafts = (PdDrafts){.out = out, .limits = limits, .cue = cue, .text = g_string_new(NULL)};
    drafts->drafts = g_ptr_array_new_with_free_func(clear_draft);
}

void pd_drafts_done(PdDrafts *drafts) {
    g_ptr_array_unref(drafts->drafts);
    g_string_free(drafts->text, TRUE);
}

PdDraft *pd_drafts_begin(PdDrafts *drafts, PdFigureKind kind, uint64_t at) {
    if (drafts->drafts->len >= drafts->limits->figures)
        return NULL;
    PdDraft *draft = g_new0(PdDraft, 1);
    *draft = (PdDraft){.kind = kind, .at = at, .urls = g_ptr_array_new_with_free_func(g_free)};
    g_ptr_array_add(drafts->drafts, draft);
    return draft;
}

PdDraft *pd_drafts_last(const PdDrafts *drafts) {
    return drafts->drafts->len > 0 ? g_ptr_array_index(drafts->drafts, drafts->drafts->len - 1) : NULL;
}

void pd_draft_add_url(PdDraft *draft, const char *url) {
    if (!pd_text_is_blank(url) && draft->urls->len < 64)
        g_ptr_array_add(draft->urls, g_strdup(url));
}

void pd_drafts_capture(PdDrafts *drafts, char **to) {
    if (drafts->capture_at > 0 || *to)
        return;
    drafts->capture_at = drafts->depth;
    drafts->capture_to = to;
    g_string_truncate(drafts->text, 0);
}

void pd_drafts_fill(PdDrafts *drafts, size_t from, const char *caption, const char *credit) {
    for (size_t i = from; i < drafts->drafts->len; i++) {
        PdDraft *draft = g_ptr_array_index(drafts->drafts, i);
        if (!draft->caption)
            draft->caption = g_strdup(caption);
        if (!draft->credit)
            draft->credit = g_strdup(credit);
    }
}

static void add(PdDrafts *drafts, PdDraft *draft) {
    g_ptr_array_add(draft->urls, NULL);
    const char *const *urls = (const char *const *)draft->urls->pdata;
    PdFigure figure = {.kind = draft->kind,
                       .role = drafts->out->n_figures == 0 ? PD_ROLE_LEAD : PD_ROLE_INLINE,
                       .offset = draft->at,
                       .sure = 0.95,
                       .url = urls[0],
                       .urls = urls[0] ? urls + 1 : NULL,
                       .caption = draft->caption,
                       .credit = draft->credit,
                       .alt = draft->alt,
                       .cue = drafts->cue};
    if (figure.url || figure.caption || figure.credit)
        pd_article_add_figure(drafts->out, &figure, drafts->limits);
}

void pd_drafts_flush(PdDrafts *drafts) {
    for (guint i = 0; i < drafts->drafts->len; i++)
        add(drafts, g_ptr_array_index(drafts->drafts, i));
    g_ptr_array_set_size(drafts->drafts, 0);
    drafts->capture_at = 0;
}

void pd_drafts_start(PdDrafts *drafts) {
    drafts->depth++;
    if (drafts->capture_at > 0 && drafts->text->len > 0)
        g_string_append_c(drafts->text, ' ');
}

void pd_drafts_text(void *user, const char *text, size_t len) {
    PdDrafts *drafts = user;
    if (drafts->capture_at > 0 && drafts->text->len + len <= drafts->limits->value_bytes)
        g_string_append_len(drafts->text, text, (gssize)len);
}

/* Feeds carry HTML in their texts, escaped once or twice: what a reader sees is kept. */
static char *plain(const char *text) {
    g_autofree char *once = pd_text_unescape(text);
    GString *out = g_string_new(NULL);
    bool in_tag = false;
    for (const char *p = once; *p; p++) {
        if (*p == '<' && (g_ascii_isalpha(p[1]) || p[1] == '/'))
            in_tag = true;
        if (!in_tag)
            g_string_append_c(out, *p);
        else if (*p == '>') {
            in_tag = false;
            g_string_append_c(out, ' ');
        }
    }
    char *tidy = pd_text_tidy(out->str);
    g_string_free(out, TRUE);
    return tidy;
}

void pd_drafts_end(PdDrafts *drafts) {
    if (drafts->capture_at == drafts->depth && drafts->capture_at > 0) {
        drafts->capture_at = 0;
        if (!pd_text_is_blank(drafts->text->str))
            *drafts->capture_to = plain(drafts->text->str);
    }
    drafts->depth--;
}

const char *pd_xml_attribute(const PdXmlAttribute *attributes, size_t n_attributes, const char *local) {
    for (size_t i = 0; i < n_attributes; i++)
        if (attributes[i].name.prefix[0] == '\0' && strcmp(attributes[i].name.local, local) == 0)
            return attributes[i].value;
    return NULL;
}
