/* Reports: the uses of the catalogue, checked where the report asks for it, row by row into a format. */
#include "desk/report.h"

#include <string.h>

#include "desk/checker.h"
#include "desk/uses.h"

enum { PIECE_BYTES = 64 << 10, DAY_BYTES = 10 };

typedef struct {
    const PdReportJob *job;
    PdReportRun run;
    PdSheet *sheet;
    PdChecker *checker;
    PdWriteFunc write;
    void *user;
    int64_t article_id; /* the one asked for, 0 = all */
    uint64_t n_undated;
    bool is_gone;
} Run;

static bool flush_piece(Run *run) {
    GString *piece = run->sheet->out;
    if (!run->is_gone && piece->len > 0)
        run->is_gone = !run->write(piece->str, piece->len, run->user);
    g_string_truncate(piece, 0);
    return !run->is_gone;
}

static void on_item(const PdReportItem *item, void *user) {
    Run *run = user;
    run->job->format->row(run->sheet, item);
    run->sheet->n_rows++;
    if (run->sheet->out->len >= PIECE_BYTES)
        flush_piece(run);
}

static bool is_in_period(Run *run, const PdUse *use) {
    const PdReportJob *job = run->job;
    const char *day = use->entered ? use->entered->used_on : use->article ? use->article->published_at : NULL;
    if (!job->from && !job->to)
        return true;
    if (!day || strlen(day) < DAY_BYTES) {
        run->n_undated++;
        return false;
    }
    return (!job->from || strncmp(day, job->from, DAY_BYTES) >= 0) && (!job->to || strncmp(day, job->to, DAY_BYTES) <= 0);
}

static bool on_use(const PdUse *use, void *user) {
    Run *run = user;
    if (!is_in_period(run, use))
        return true;
    PdUse checked = run->job->report->needs_check ? pd_desk_checker_check(run->checker, use) : *use;
    if (run->job->report->needs_ends)
        checked = pd_desk_checker_ends(run->checker, &checked);
    run->job->report->each_item(&checked, &run->run, on_item, run);
    return !run->is_gone;
}

/* ---- uses that no article shows */

typedef struct {
    Run *run;
    const PdUsage *usage;
} Entered;

static bool on_entered(const PdUse *use, void *user) {
    Entered *entered = user;
    PdUse with_usage = *use;
    with_usage.entered = entered->usage;
    return on_use(&with_usage, entered->run);
}

static bool each_entered(PdCatalog *catalog, Run *run, GError **error) {
    const PdRights *rights = run->run.rights;
    for (size_t i = 0; i < rights->n_usages && !run->is_gone; i++) {
        Entered entered = {run, &rights->usages[i]};
        if (!pd_desk_image_use(catalog, entered.usage->image_id, on_entered, &entered, error))
            return false;
    }
    return true;
}

static bool each_use(PdCatalog *catalog, Run *run, GError **error) {
    const PdReportJob *job = run->job;
    bool is_about_all = !run->article_id && !job->from && !job->to;
    if (job->report->is_about_images && is_about_all)
        return pd_desk_each_image_use(catalog, false, on_use, run, error);
    bool has_unused = !job->report->is_about_figures && is_about_all;
    bool has_entered = job->report->has_entered_uses && !run->article_id;
    return pd_desk_each_use(catalog, run->article_id, on_use, run, error) &&
           (run->is_gone || !has_unused || pd_desk_each_image_use(catalog, true, on_use, run, error)) &&
           (run->is_gone || !has_entered || each_entered(catalog, run, error));
}

/* The columns asked for, else those that a format for people shows. */
static PdSheet *sheet_of(const PdReportJob *job, const PdReportRun *run, GError **error) {
    const char *usual = job->format->is_for_people ? job->report->brief : NULL;
    return pd_sheet_new(job->report, run, job->options, job->columns ? job->columns : usual, error);
}

static char *time_text(int64_t now_s) {
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_s);
    return now ? g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
}

bool pd_desk_report(PdCatalog *catalog, const PdReportJob *job, PdWriteFunc write, void *user, uint64_t *out_n_undated,
                    GError **error) {
    const PdReport *report = job->report;
    g_autofree char *run_at = time_text(job->now_s);
    Run run = {.job = job,
               .run = {.run_at = run_at,
                       .from = job->from,
                       .to = job->to,
                       .policy = job->policy,
                       .days = job->days >= 0 ? job->days : job->policy->lead_days},
               .write = write,
               .user = user};
    g_autoptr(PdSheet) sheet = sheet_of(job, &run.run, error);
    g_autoptr(PdChecker) checker = sheet ? pd_desk_checker_new(catalog, job->policy, job->now_s, error) : NULL;
    if (!checker)
        return false;
    if (job->article && !pd_catalog_find_article(catalog, job->article, &run.article_id, error))
        return false;
    run.sheet = sheet;
    run.checker = checker;
    run.run.rights = pd_desk_checker_rights(checker);
    run.run.state = report->open ? report->open() : NULL;
    job->format->begin(sheet);
    bool is_done = each_use(catalog, &run, error);
    if (is_done && report->finish)
        report->finish(&run.run, on_item, &run);
    if (is_done && job->format->end)
        job->format->end(sheet);
    flush_piece(&run);
    *out_n_undated = run.n_undated;
    if (report->close)
        report->close(run.run.state);
    return is_done;
}

char *pd_desk_report_csvw(const PdReportJob *job, const char *url, GError **error) {
    g_autofree char *run_at = time_text(job->now_s);
    const PdReportRun run = {.run_at = run_at, .from = job->from, .to = job->to, .policy = job->policy};
    g_autoptr(PdSheet) sheet = sheet_of(job, &run, error);
    if (!sheet)
        return NULL;
    GString *text = g_string_new(NULL);
    pd_report_csvw(sheet, url, text);
    return g_string_free(text, FALSE);
}
