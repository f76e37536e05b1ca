/* Reports: the uses of the catalogue, checked where the report asks for it, row by row into a format. */
#include "desk/report.h"

#include "desk/uses.h"
#include "picdesk/check.h"

enum { PIECE_BYTES = 64 << 10 };

typedef struct {
    const PdReportJob *job;
    char *run_at;
    GString *piece;
    GArray *findings;
    PdWriteFunc write;
    void *user;
    bool is_gone;
} Run;

static bool flush_piece(Run *run) {
    if (!run->is_gone && run->piece->len > 0)
        run->is_gone = !run->write(run->piece->str, run->piece->len, run->user);
    g_string_truncate(run->piece, 0);
    return !run->is_gone;
}

static void on_item(const PdReportItem *item, void *user) {
    Run *run = user;
    run->job->format->row(run->job->report, &run->job->options, item, run->piece);
}

static bool on_use(const PdUse *use, void *user) {
    Run *run = user;
    PdUse checked = *use;
    if (run->job->report->needs_check) {
        g_array_set_size(run->findings, 0);
        checked.verdict = pd_check_use(use, run->job->policy, run->job->now_s, run->findings);
        checked.findings = (const PdFinding *)(void *)run->findings->data;
        checked.n_findings = run->findings->len;
    }
    run->job->report->each_item(&checked, run->run_at, on_item, run);
    return run->piece->len < PIECE_BYTES || flush_piece(run);
}

static bool each_use(PdCatalog *catalog, Run *run, GError **error) {
    if (run->job->report->is_about_images)
        return pd_desk_each_image_use(catalog, false, on_use, run, error);
    return pd_desk_each_use(catalog, 0, on_use, run, error) &&
           (run->is_gone || pd_desk_each_image_use(catalog, true, on_use, run, error));
}

bool pd_desk_report(PdCatalog *catalog, const PdReportJob *job, PdWriteFunc write, void *user, GError **error) {
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(job->now_s);
    Run run = {.job = job,
               .run_at = now ? g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ") : g_strdup(""),
               .piece = g_string_sized_new(PIECE_BYTES),
               .findings = pd_check_findings_new(),
               .write = write,
               .user = user};
    job->format->begin(job->report, &job->options, run.piece);
    bool is_done = each_use(catalog, &run, error);
    flush_piece(&run);
    g_array_unref(run.findings);
    g_string_free(run.piece, TRUE);
    g_free(run.run_at);
    return is_done;
}
