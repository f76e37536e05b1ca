/* Matching a catalogue (desk/match.h): article by article, because one image stands in one figure. What people decided goes
 * in first: a confirmed image speaks for its neighbours, a rejected one is no candidate, "no image" ends the matter.
 *
 * An article that was matched before is matched again when it has changed itself, or when an image that is new or changed
 * since is a candidate of one of its figures or stands in one of them. Candidates are cheap to ask for, dear to weigh. */
#include "desk/match.h"

#include <string.h>

#include "desk/candidates.h"
#include "desk/looks.h"
#include "host/signal.h"
#include "picdesk/error.h"
#include "picdesk/grammar.h"

enum { ARTICLES_A_COMMIT = 100 };

/* A figure of the article in work. */
typedef struct {
    int64_t id;
    uint32_t position;
    char *caption, *credit;
    PdMatchFigure *figure;
    PdImage *copy;     /* (nullable) the published copy */
    GArray *ids;       /* of int64_t: candidates */
    GPtrArray *images; /* of PdMatchImage, borrowed from the candidates */
    int64_t confirmed; /* image, 0 = none */
    bool has_no_image;
    GHashTable *rejected; /* image ids */
    GHashTable *looks;    /* (nullable) for PdMatchFigure */
} Entry;

typedef struct {
    PdCatalog *catalog;
    const PdMatchRun *run;
    PdMatchCount *count;
    PdCandidates *candidates;
    PdLooks *looks;
    GArray *entries; /* of Entry */
    int64_t article_id;
    char *article_path;
    int64_t archive;     /* its state now */
    GHashTable *changed; /* images that are new or changed since changed_since; (nullable) none asked for yet */
    int64_t changed_since;
    bool is_stopped;
    GError *failure; /* inside a callback */
} Work;

static void entry_clear(Entry *entry) {
    g_free(entry->caption);
    g_free(entry->credit);
    pd_match_figure_free(entry->figure);
    pd_image_free(entry->copy);
    g_array_unref(entry->ids);
    g_ptr_array_unref(entry->images);
    g_hash_table_unref(entry->rejected);
    g_clear_pointer(&entry->looks, g_hash_table_unref);
}

/* ---- one figure */

static bool note_decision(const PdDecision *decision, void *user) {
    Entry *entry = user;
    if (decision->kind == PD_DECISION_CONFIRM)
        entry->confirmed = decision->image_id;
    else if (decision->kind == PD_DECISION_NO_IMAGE)
        entry->has_no_image = true;
    else if (decision->kind == PD_DECISION_REJECT)
        g_hash_table_add(entry->rejected, g_memdup2(&decision->image_id, sizeof decision->image_id));
    return true;
}

/* The printed credit line, else the credit inside the caption. (transfer full), (nullable) */
static PdCredit *printed_credit(const PdFigure *figure) {
    PdCreditSpan span;
    if (figure->credit)
        return pd_credit_parse(figure->credit, NULL, pd_limits_default());
    if (!figure->caption || !pd_credit_find(figure->caption, &span))
        return NULL;
    g_autofree char *line = g_strndup(figure->caption + span.line, span.line_end - span.line);
    return pd_credit_parse(line, NULL, pd_limits_default());
}

/* The suppliers' ids that a figure's addresses and caption tell. (transfer full): g_strfreev(). */
static char **supplier_ids_of(const PdFigure *figure) {
    g_autoptr(GStrvBuilder) ids = g_strv_builder_new();
    const char *texts[] = {figure->url, figure->caption, figure->credit};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *id = texts[i] ? pd_supplier_id_of_name(texts[i], NULL) : NULL;
        if (id)
            g_strv_builder_add(ids, id);
    }
    for (const char *const *url = figure->urls; url && *url; url++) {
        g_autofree char *id = pd_supplier_id_of_name(*url, NULL);
        if (id)
            g_strv_builder_add(ids, id);
    }
    return g_strv_builder_end(ids);
}

/* The images that the published copy was made from become candidates; those that it was not made from are noted too. */
static bool find_by_look(Work *work, Entry *entry, GError **error) {
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(PdLikeness));
    bool is_seen = false;
    if (!pd_desk_looks_find(work->looks, entry->copy, entry->ids, found, &is_seen, error))
        return false;
    if (!is_seen)
        return true;
    entry->looks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (guint i = 0; i < found->len; i++) {
        const PdLikeness *like = &g_array_index(found, PdLikeness, i);
        PdMatchImage *image = pd_desk_candidates_image(work->candidates, like->image_id, error);
        if (!image)
            return false;
        g_hash_table_insert(entry->looks, g_memdup2(&like->image_id, sizeof like->image_id),
                            g_memdup2(&like->likeness, sizeof like->likeness));
        if (!g_ptr_array_find(entry->images, image, NULL))
            g_ptr_array_add(entry->images, image);
    }
    for (guint i = 0; i < entry->images->len; i++) {
        const PdMatchImage *image = g_ptr_array_index(entry->images, i);
        if (!g_hash_table_contains(entry->looks, &image->id) && pd_desk_looks_has(work->looks, image->id))
            g_hash_table_insert(entry->looks, g_memdup2(&image->id, sizeof image->id), g_new0(double, 1));
    }
    return true;
}

static void leave_out(Entry *entry) {
    for (guint i = entry->images->len; i > 0; i--) {
        const PdMatchImage *image = g_ptr_array_index(entry->images, i - 1);
        if (g_hash_table_contains(entry->rejected, &image->id) || (entry->copy && entry->copy->id == image->id))
            g_ptr_array_remove_index_fast(entry->images, i - 1);
    }
}

/* The ids of the images that may stand in the figure. */
static bool find_ids(Work *work, Entry *entry, const PdFigureRow *row, const PdCredit *printed, char **ids) {
    if (entry->has_no_image)
        return true;
    if (entry->confirmed) {
        g_array_append_val(entry->ids, entry->confirmed);
        return true;
    }
    return pd_catalog_rendition(work->catalog, row->figure_id, &entry->copy, &work->failure) &&
           pd_desk_candidates_find(work->candidates, row->article, row->figure, printed, (const char *const *)ids,
                                   entry->ids, &work->failure);
}

static bool add_figure(const PdFigureRow *row, void *user) {
    Work *work = user;
    if (row->figure->kind != PD_FIGURE_IMAGE)
        return true;
    if (!work->article_path)
        work->article_path = g_strdup(row->article_path);
    Entry entry = {.id = row->figure_id,
                   .position = row->figure->position,
                   .caption = g_strdup(row->figure->caption),
                   .credit = g_strdup(row->figure->credit),
                   .ids = g_array_new(FALSE, FALSE, sizeof(int64_t)),
                   .images = g_ptr_array_new(),
                   .rejected = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL)};
    g_autoptr(PdCredit) printed = printed_credit(row->figure);
    g_auto(GStrv) ids = supplier_ids_of(row->figure);
    bool is_done = pd_catalog_each_decision(work->catalog, row->figure_id, note_decision, &entry, &work->failure) &&
                   find_ids(work, &entry, row, printed, ids);
    entry.figure = pd_match_figure_new(row->figure_id, row->article, row->figure, printed, (const char *const *)ids,
                                       pd_desk_candidates_archive(work->candidates));
    g_array_append_val(work->entries, entry);
    return is_done;
}

/* Makes the candidates of a figure ready and looks at its published copy. */
static bool prepare(Work *work, Entry *entry, GError **error) {
    if (!pd_desk_candidates_prepare(work->candidates, entry->ids, entry->images, error) ||
        (entry->copy && !find_by_look(work, entry, error)))
        return false;
    entry->figure->looks = g_steal_pointer(&entry->looks);
    leave_out(entry);
    return true;
}

/* ---- one article */

static void count_answer(PdMatchCount *count, PdPairStatus status) {
    count->figures++;
    count->confirmed += status == PD_PAIR_CONFIRMED;
    count->proposed += status == PD_PAIR_PROPOSED;
    count->ambiguous += status == PD_PAIR_AMBIGUOUS;
    count->unmatched += status == PD_PAIR_UNMATCHED || status == PD_PAIR_REJECTED || status == PD_PAIR_NO_IMAGE;
}

/* Keeps the matcher's answer and tells what it is together with people's decisions. */
static bool tell(Work *work, const Entry *entry, const PdPairing *found, GError **error) {
    PdPairing pairing;
    pd_pairing_init(&pairing);
    bool is_done = pd_catalog_put_pairing(work->catalog, entry->id, found, error) &&
                   pd_catalog_pairing(work->catalog, entry->id, &pairing, error);
    g_autofree const char **paths = g_new0(const char *, pairing.pairs->len + 1);
    for (guint i = 0; is_done && i < pairing.pairs->len; i++) {
        int64_t id = g_array_index(pairing.pairs, PdPair, i).image_id;
        const PdMatchImage *image = pd_desk_candidates_image(work->candidates, id, error);
        paths[i] = image ? image->path : NULL;
        is_done = image != NULL;
    }
    if (is_done) {
        PdMatchAnswer answer = {work->article_id, entry->id,     work->article_path, entry->position,
                                entry->caption,   entry->credit, &pairing,           paths};
        count_answer(work->count, pairing.status);
        work->is_stopped = work->run->func && !work->run->func(&answer, work->run->user);
    }
    pd_pairing_done(&pairing);
    return is_done;
}

static bool match_entries(Work *work, GError **error) {
    guint n = work->entries->len;
    g_autofree PdMatchTask *tasks = g_new0(PdMatchTask, n);
    g_autofree PdPairing *out = g_new0(PdPairing, n);
    bool is_done = true;
    for (guint i = 0; i < n; i++) {
        const Entry *entry = &g_array_index(work->entries, Entry, i);
        tasks[i] = (PdMatchTask){.figure = entry->figure, .images = entry->images, .is_decided = entry->confirmed != 0};
        pd_pairing_init(&out[i]);
    }
    pd_match_article(tasks, n, out);
    for (guint i = 0; i < n && is_done && !work->is_stopped; i++)
        is_done = tell(work, &g_array_index(work->entries, Entry, i), &out[i], error);
    for (guint i = 0; i < n; i++)
        pd_pairing_done(&out[i]);
    return is_done;
}

/* ---- what has changed since */

static bool note_changed(int64_t id, void *user) {
    g_hash_table_add(user, g_memdup2(&id, sizeof id));
    return true;
}

/* Articles are mostly matched in one run, so that one set serves nearly all of them. */
static bool load_changed(Work *work, int64_t since, GError **error) {
    if (work->changed && work->changed_since == since)
        return true;
    g_clear_pointer(&work->changed, g_hash_table_unref);
    work->changed = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    work->changed_since = since;
    return pd_catalog_each_changed_image(work->catalog, since, note_changed, work->changed, error);
}

static bool may_hold_changed(const Work *work, const Entry *entry) {
    for (guint i = 0; i < entry->ids->len; i++)
        if (g_hash_table_contains(work->changed, &g_array_index(entry->ids, int64_t, i)))
            return true;
    return false;
}

typedef struct {
    const Work *work;
    bool is_changed;
} Holding;

static bool holds_changed(const PdMatchAnswer *answer, void *user) {
    Holding *holding = user;
    for (guint i = 0; i < answer->pairing->pairs->len && !holding->is_changed; i++)
        holding->is_changed =
            g_hash_table_contains(holding->work->changed, &g_array_index(answer->pairing->pairs, PdPair, i).image_id);
    return !holding->is_changed;
}

/* Whether a new or changed image is a candidate of the article, or stands in it. */
static bool meets_changed(Work *work, int64_t since, bool *out, GError **error) {
    Holding holding = {.work = work};
    *out = false;
    if (!load_changed(work, since, error))
        return false;
    for (guint i = 0; i < work->entries->len && !*out; i++)
        *out = may_hold_changed(work, &g_array_index(work->entries, Entry, i));
    if (*out || g_hash_table_size(work->changed) == 0)
        return true;
    bool is_done = pd_desk_each_pairing(work->catalog, work->article_id, holds_changed, &holding, error);
    *out = holding.is_changed;
    return is_done;
}

/* ---- one article, continued */

static bool tell_kept(const PdMatchAnswer *answer, void *user) {
    Work *work = user;
    count_answer(work->count, answer->pairing->status);
    work->is_stopped = work->run->func && !work->run->func(answer, work->run->user);
    return !work->is_stopped;
}

static bool keep_as_is(Work *work, GError **error) {
    work->count->unchanged++;
    return pd_desk_each_pairing(work->catalog, work->article_id, tell_kept, work, error);
}

static bool gather(Work *work, GError **error) {
    if (!pd_catalog_each_figure(work->catalog, work->article_id, add_figure, work, error))
        return false;
    if (!work->failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&work->failure));
    return false;
}

/* kept_archive: the archive's state when the article, unchanged since, was matched; 0: it is to be matched whatever else. */
static bool match_gathered(Work *work, int64_t kept_archive, GError **error) {
    bool is_changed = true;
    if (!gather(work, error) || (kept_archive && !meets_changed(work, kept_archive, &is_changed, error)))
        return false;
    if (!is_changed)
        return keep_as_is(work, error);
    for (guint i = 0; i < work->entries->len; i++)
        if (!prepare(work, &g_array_index(work->entries, Entry, i), error))
            return false;
    return match_entries(work, error);
}

static bool match_article(Work *work, int64_t article_id, GError **error) {
    g_autofree char *before = NULL, *own = NULL;
    int64_t archive = 0;
    bool has_copies;
    g_array_set_size(work->entries, 0);
    g_clear_pointer(&work->article_path, g_free);
    work->article_id = article_id;
    work->count->articles++;
    pd_desk_candidates_forget(work->candidates);
    if (!pd_catalog_article_state(work->catalog, article_id, &own, &has_copies, error) ||
        !pd_catalog_matched(work->catalog, article_id, &before, &archive, error))
        return false;
    g_autofree char *state = g_strdup_printf("%08x %s", pd_match_version(), own);
    bool is_same = !work->run->is_full && g_strcmp0(before, state) == 0 && archive <= work->archive;
    if (is_same && archive == work->archive)
        return keep_as_is(work, error);
    return match_gathered(work, is_same && !has_copies ? archive : 0, error) && !work->is_stopped
               ? pd_catalog_put_matched(work->catalog, article_id, state, work->archive, error)
               : work->is_stopped;
}

/* ---- all */

static bool match_all(Work *work, const GArray *articles, GError **error) {
    bool is_written = !work->run->is_dry_run;
    for (guint i = 0; i < articles->len && !work->is_stopped; i++) {
        if (pd_signal_pending()) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "matching was interrupted");
            return false;
        }
        if (work->run->progress)
            work->run->progress("articles matched", i, articles->len, work->run->user);
        if (!match_article(work, g_array_index(articles, int64_t, i), error))
            return false;
        if (is_written && (i + 1) % ARTICLES_A_COMMIT == 0 &&
            (!pd_catalog_commit(work->catalog, error) || !pd_catalog_begin(work->catalog, error)))
            return false;
    }
    return true;
}

static void work_done(Work *work) {
    g_array_unref(work->entries);
    g_free(work->article_path);
    g_clear_pointer(&work->changed, g_hash_table_unref);
    g_clear_error(&work->failure);
}

static bool run_all(PdCatalog *catalog, const PdMatchRun *run, const GArray *articles, PdMatchCount *out, GError **error) {
    g_autoptr(PdCandidates) candidates = pd_desk_candidates_new(catalog);
    g_autoptr(PdLooks) looks = pd_desk_looks_new(catalog, run);
    Work work = {.catalog = catalog, .run = run, .count = out, .candidates = candidates, .looks = looks};
    work.entries = g_array_new(FALSE, TRUE, sizeof(Entry));
    g_array_set_clear_func(work.entries, (GDestroyNotify)entry_clear);
    bool is_done = pd_catalog_archive_state(catalog, &work.archive, error) && match_all(&work, articles, error);
    work_done(&work);
    return is_done;
}

bool pd_desk_match(PdCatalog *catalog, const PdMatchRun *run, PdMatchCount *out, GError **error) {
    g_autoptr(GArray) articles = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GError) failure = NULL;
    if (run->article_id)
        g_array_append_val(articles, run->article_id);
    else if (!pd_catalog_article_ids(catalog, articles, error))
        return false;
    *out = (PdMatchCount){0};
    if (!pd_catalog_begin(catalog, error))
        return false;
    bool is_done = run_all(catalog, run, articles, out, &failure);
    bool is_kept = is_done || g_error_matches(failure, PD_ERROR, PD_ERROR_CANCELLED);
    if (!is_kept || run->is_dry_run)
        pd_catalog_rollback(catalog);
    else if (!pd_catalog_commit(catalog, failure ? NULL : &failure))
        is_done = false;
    if (failure)
        g_propagate_error(error, g_steal_pointer(&failure));
    return is_done;
}
