/* Texts and problems of a record or an article (model/keep.h). */
#include "model/keep.h"

void pd_keep_init(PdKeep *keep) {
    *keep = (PdKeep){.texts = g_string_chunk_new(1024), .problems = g_array_new(FALSE, TRUE, sizeof(PdProblem))};
}

void pd_keep_done(PdKeep *keep) {
    g_string_chunk_free(keep->texts);
    g_array_free(keep->problems, TRUE);
}

const char *pd_keep_text(PdKeep *keep, const char *text) {
    return text ? g_string_chunk_insert_const(keep->texts, text) : NULL;
}

void pd_keep_problem(PdKeep *keep, const char *block, uint64_t at, const PdLimits *limits, const char *format,
                     va_list args) {
    g_autofree char *what = g_strdup_vprintf(format, args);
    if (keep->problems->len < limits->problems) {
        PdProblem problem = {pd_keep_text(keep, block), at, pd_keep_text(keep, what)};
        g_array_append_val(keep->problems, problem);
        return;
    }
    if (!keep->is_full) {
        PdProblem rest = {pd_keep_text(keep, block), PD_AT_UNKNOWN, "further problems are not listed"};
        g_array_append_val(keep->problems, rest);
    }
    keep->is_full = true;
}
