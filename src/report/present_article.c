/* Articles and credits as JSON (report/present.h). */
#include "report/present.h"

#include "picdesk/grammar.h"

static void put_words(PdJson *json, const char *key, char *joined) {
    pd_json_key(json, key);
    pd_json_begin_array(json);
    g_auto(GStrv) words = g_strsplit(joined, "\n", -1);
    for (char **word = words; *word; word++)
        pd_json_string(json, *word);
    pd_json_end_array(json);
    g_free(joined);
}

void pd_report_put_credit(PdJson *json, const PdCredit *credit) {
    pd_json_key(json, "creators");
    pd_json_begin_array(json);
    for (size_t i = 0; i < credit->n_creators; i++)
        pd_json_string(json, credit->creators[i]);
    pd_json_end_array(json);
    pd_json_key(json, "agencies");
    pd_json_begin_array(json);
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (!credit->agencies[i].is_implied)
            pd_json_string(json, credit->agencies[i].name);
    pd_json_end_array(json);
    put_words(json, "chain", pd_credit_chain_text(credit, "\n"));
    pd_json_member_string(json, "via", credit->via ? credit->via->name : NULL);
    pd_json_member_string(json, "for", credit->commissioned_for);
    pd_json_member_string(json, "licence", credit->licence);
    pd_json_member_string(json, "rights_holder", credit->rights_holder);
    pd_json_member_string(json, "collection", credit->collection);
    pd_json_member_string(json, "role", credit->role);
    pd_json_key(json, "year");
    if (credit->year)
        pd_json_int(json, credit->year);
    else
        pd_json_null(json);
    put_words(json, "flags", pd_credit_flags_text(credit, "\n"));
}

static void put_urls(PdJson *json, const char *const *urls) {
    pd_json_key(json, "urls");
    pd_json_begin_array(json);
    for (; urls && *urls; urls++)
        pd_json_string(json, *urls);
    pd_json_end_array(json);
}

static void put_parsed(PdJson *json, const char *line) {
    pd_json_key(json, "credit_parsed");
    if (!line) {
        pd_json_null(json);
        return;
    }
    g_autoptr(PdCredit) credit = pd_credit_parse(line, NULL, pd_limits_default());
    pd_json_begin_object(json);
    pd_report_put_credit(json, credit);
    pd_json_end_object(json);
}

static void put_figure(PdJson *json, const PdFigure *figure) {
    pd_json_begin_object(json);
    pd_json_member_string(json, "kind", pd_figure_kind_name(figure->kind));
    pd_json_member_string(json, "role", pd_figure_role_name(figure->role));
    pd_json_member_int(json, "position", figure->position);
    pd_json_member_string(json, "url", figure->url);
    put_urls(json, figure->urls);
    pd_json_member_string(json, "caption", figure->caption);
    pd_json_member_string(json, "credit", figure->credit);
    pd_json_member_string(json, "alt", figure->alt);
    put_parsed(json, figure->credit);
    pd_json_key(json, "offset");
    if (figure->offset == PD_AT_UNKNOWN)
        pd_json_null(json);
    else
        pd_json_int(json, (int64_t)figure->offset);
    pd_json_member_double(json, "sure", figure->sure, 2);
    pd_json_member_string(json, "cue", figure->cue);
    pd_json_end_object(json);
}

void pd_report_article_json(GString *out, const char *path, const PdArticle *article) {
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "path", path);
    pd_json_member_string(&json, "dialect", article->dialect);
    pd_json_member_string(&json, "title", article->title);
    pd_json_member_string(&json, "url", article->url);
    pd_json_member_string(&json, "published_at", article->published_at);
    pd_json_member_string(&json, "modified_at", article->modified_at);
    pd_json_member_string(&json, "language", article->language);
    pd_json_key(&json, "figures");
    pd_json_begin_array(&json);
    for (size_t i = 0; i < article->n_figures; i++)
        put_figure(&json, &article->figures[i]);
    pd_json_end_array(&json);
    pd_report_put_problems(&json, article->problems, article->n_problems);
    pd_json_member_string(&json, "error", NULL);
    pd_json_end_object(&json);
}
