/* Pairings, printed (cli/pairs.h). */
#include "cli/pairs.h"

#include <string.h>

#include "cli/command.h"
#include "cli/wrap.h"
#include "codec/json.h"
#include "codec/text.h"
#include "host/terminal.h"

enum { FIGURE_COLUMNS = 4, EVIDENCE_COLUMNS = 15 };

static const PdPair *pair_at(const PdMatchAnswer *answer, guint i) {
    return &g_array_index(answer->pairing->pairs, PdPair, i);
}

/* ---- for programs */

static void write_evidence(PdJson *json, const PdPair *pair) {
    pd_json_key(json, "evidence");
    pd_json_begin_array(json);
    for (size_t i = 0; pair && i < pair->n_evidence; i++) {
        pd_json_begin_object(json);
        pd_json_member_string(json, "signal", pair->evidence[i].signal);
        pd_json_member_string(json, "detail", pair->evidence[i].detail);
        pd_json_member_double(json, "weight", pair->evidence[i].weight, 2);
        pd_json_end_object(json);
    }
    pd_json_end_array(json);
}

static void write_alternatives(PdJson *json, const PdMatchAnswer *answer) {
    pd_json_key(json, "alternatives");
    pd_json_begin_array(json);
    for (guint i = 1; i < answer->pairing->pairs->len; i++) {
        pd_json_begin_object(json);
        pd_json_member_string(json, "image", answer->paths[i]);
        pd_json_member_double(json, "score", pair_at(answer, i)->score, 4);
        pd_json_end_object(json);
    }
    pd_json_end_array(json);
}

bool pd_cli_pairing_json(const PdMatchAnswer *answer) {
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    const PdPair *first = answer->pairing->pairs->len ? pair_at(answer, 0) : NULL;
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "article", answer->article_path);
    pd_json_member_int(&json, "figure", answer->position);
    pd_json_member_string(&json, "caption", answer->caption);
    pd_json_member_string(&json, "credit", answer->credit);
    pd_json_member_string(&json, "status", pd_pair_status_name(answer->pairing->status));
    pd_json_member_string(&json, "image", first ? answer->paths[0] : NULL);
    pd_json_member_double(&json, "score", first ? first->score : 0.0, 4);
    write_alternatives(&json, answer);
    write_evidence(&json, first);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    return pd_cli_print(line->str);
}

/* ---- for people */

static void add_line(GString *out, const char *label, const char *text, unsigned n_columns) {
    if (!text)
        return;
    g_autofree char *shown = pd_text_printable(text);
    g_string_append_printf(out, "    %s", label);
    pd_cli_append_wrapped(out, shown, FIGURE_COLUMNS + pd_cli_width(label), n_columns);
}

void pd_cli_append_place(GString *out, const PdMatchAnswer *answer) {
    g_autofree char *article = pd_text_printable(answer->article_path ? answer->article_path : "");
    g_string_append_printf(out, "%s#%u  %s\n", article, answer->position, pd_pair_status_name(answer->pairing->status));
}

void pd_cli_append_figure(GString *out, const PdMatchAnswer *answer, unsigned n_columns) {
    pd_cli_append_place(out, answer);
    add_line(out, "", answer->caption, n_columns);
    add_line(out, "credit: ", answer->credit, n_columns);
}

void pd_cli_append_pair(GString *out, const PdMatchAnswer *answer, guint i, unsigned n_columns) {
    const PdPair *pair = pair_at(answer, i);
    g_autofree char *path = pd_text_printable(answer->paths[i] ? answer->paths[i] : "(its file is gone)");
    g_string_append_printf(out, "    %3.0f %%  %s\n", pair->score * 100.0, path);
    for (size_t k = 0; i == 0 && k < pair->n_evidence; k++) {
        g_autofree char *detail = pd_text_printable(pair->evidence[k].detail);
        g_autofree char *text = g_strdup_printf("%s: %s", pair->evidence[k].signal, detail);
        g_string_append_printf(out, "        %+5.1f  ", pair->evidence[k].weight);
        pd_cli_append_wrapped(out, text, EVIDENCE_COLUMNS, n_columns);
    }
}

bool pd_cli_pairing_text(const PdMatchAnswer *answer) {
    g_autoptr(GString) out = g_string_new(NULL);
    PdPairStatus status = answer->pairing->status;
    unsigned n_columns = pd_terminal_columns();
    pd_cli_append_figure(out, answer, n_columns);
    guint shown = status == PD_PAIR_PROPOSED || status == PD_PAIR_CONFIRMED ? 1 : status == PD_PAIR_AMBIGUOUS ? 6 : 0;
    for (guint i = 0; i < MIN(shown, answer->pairing->pairs->len); i++)
        pd_cli_append_pair(out, answer, i, n_columns);
    return pd_cli_print(out->str);
}
