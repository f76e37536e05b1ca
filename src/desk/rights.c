/* Changing rights as people write them (desk/rights.h). What a command does is one transaction and one step of the
 * history; a dry run does all of it and takes it back. */
#include "desk/rights_draft.h"

#include <string.h>

#include "codec/money.h"
#include "codec/text.h"
#include "picdesk/error.h"

/* ---- a row */

void pd_desk_right_draft_done(PdRightsDraft *draft) {
    for (size_t i = 0; i < PD_RIGHTS_COLUMNS_MAX; i++)
        g_clear_pointer(&draft->cells[i], g_free);
}

static const char *const *cells_of(const PdRightsDraft *draft) {
    return (const char *const *)draft->cells;
}

static bool keep_row(const PdRightsRow *row, void *user) {
    PdRightsDraft *draft = user;
    for (size_t i = 0; i < draft->table->n_columns; i++) {
        g_free(draft->cells[i]);
        draft->cells[i] = g_strdup(row->cells[i]);
    }
    return false;
}

/* "120 EUR" is a fee with its currency; the amount gets the decimals of its currency. */
static bool settle_money(PdRightsDraft *row, size_t fee, GError **error) {
    char **amount = &row->cells[fee], **currency = &row->cells[fee + 1];
    if (!*amount)
        return true;
    char *gap = strrchr(*amount, ' ');
    g_autofree char *code = gap ? g_ascii_strup(gap + 1, -1) : NULL;
    if (code && pd_currency_decimals(code) >= 0) {
        *gap = '\0';
        g_free(*currency);
        *currency = g_steal_pointer(&code);
    }
    int64_t minor = 0;
    if (!*currency)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is in no currency; write '%s EUR'", *amount, *amount);
    if (!*currency || !pd_money_parse(*amount, *currency, &minor, error)) {
        g_prefix_error(error, "%s: ", row->table->columns[fee].name);
        return false;
    }
    g_free(*amount);
    *amount = pd_money_text(minor, *currency);
    return true;
}

bool pd_desk_right_read(PdCatalog *catalog, PdRightsDraft *draft, const char *const *typed, GError **error) {
    const PdRightsTable *table = draft->table;
    for (size_t i = 0; i < table->n_columns; i++) {
        char *cell = NULL;
        if (!typed[i])
            continue;
        if (!pd_desk_right_cell(catalog, &table->columns[i], typed[i], &cell, error))
            return false;
        g_free(draft->cells[i]);
        draft->cells[i] = cell;
    }
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].type == PD_CELL_MONEY && !settle_money(draft, i, error))
            return false;
        if (table->columns[i].is_required && !draft->cells[i]) {
            g_set_error(error, PD_ERROR, PD_ERROR_ARG, "%s is missing: %s", table->columns[i].name, table->columns[i].about);
            return false;
        }
    }
    return !table->check || table->check(cells_of(draft), error);
}

/* The row in force with the same key. */
static bool find_by_key(PdCatalog *catalog, PdRightsDraft *draft, const char *const *typed, GError **error) {
    char *key[PD_RIGHTS_COLUMNS_MAX] = {0};
    bool is_read = true, is_whole = true;
    for (size_t i = 0; i < draft->table->n_key && is_read; i++) {
        is_read = pd_desk_right_cell(catalog, &draft->table->columns[i], typed[i], &key[i], error);
        is_whole = is_whole && key[i];
    }
    if (is_read && is_whole && draft->table->n_key)
        is_read =
            pd_catalog_find_right(catalog, draft->table, (const char *const *)key, draft->table->n_key, &draft->id, error);
    for (size_t i = 0; i < draft->table->n_key; i++)
        g_free(key[i]);
    return is_read;
}

bool pd_desk_right_draft(PdCatalog *catalog, const PdRightsTable *table, int64_t id, const char *const *typed,
                         PdRightsDraft *draft, GError **error) {
    draft->table = table;
    draft->id = id;
    if ((id == 0 && !find_by_key(catalog, draft, typed, error)) ||
        (draft->id && !pd_catalog_right(catalog, table, draft->id, keep_row, draft, error)) ||
        !pd_desk_right_read(catalog, draft, typed, error))
        return false;
    return draft->id || pd_catalog_find_right(catalog, table, cells_of(draft), 0, &draft->id, error);
}

/* ---- steps */

bool pd_desk_rights_begin(PdRightsJob *job, GError **error) {
    job->step.number = 0;
    return pd_catalog_begin(job->catalog, error);
}

bool pd_desk_rights_finish(PdRightsJob *job, bool is_done, GError **error) {
    is_done = is_done && (job->step.number == 0 || pd_catalog_each_right_change(job->catalog, job->step.number, NULL, 0,
                                                                                job->tell, job->user, error));
    if (is_done && !job->is_dry)
        return pd_catalog_commit(job->catalog, error) && pd_catalog_parties_changed(job->catalog, error);
    pd_catalog_rollback(job->catalog);
    return is_done;
}

bool pd_desk_add_right(PdRightsJob *job, const PdRightsTable *table, const char *const *typed, GError **error) {
    g_auto(PdRightsDraft) row = {.table = table};
    int64_t id;
    if (!pd_desk_right_read(job->catalog, &row, typed, error) || !pd_desk_rights_begin(job, error))
        return false;
    return pd_desk_rights_finish(job, pd_catalog_add_right(job->catalog, &job->step, table, cells_of(&row), &id, error),
                                 error);
}

bool pd_desk_change_right(PdRightsJob *job, const PdRightsTable *table, int64_t id, const char *const *typed,
                          GError **error) {
    g_auto(PdRightsDraft) row = {.table = table};
    bool is_changed;
    if (!pd_catalog_right(job->catalog, table, id, keep_row, &row, error) ||
        !pd_desk_right_read(job->catalog, &row, typed, error) || !pd_desk_rights_begin(job, error))
        return false;
    return pd_desk_rights_finish(
        job, pd_catalog_change_right(job->catalog, &job->step, table, id, cells_of(&row), &is_changed, error), error);
}

bool pd_desk_end_rights(PdRightsJob *job, const PdRightsTable *table, const int64_t *ids, size_t n, GError **error) {
    bool is_done = true;
    if (!pd_desk_rights_begin(job, error))
        return false;
    for (size_t i = 0; i < n && is_done; i++)
        is_done = pd_catalog_end_right(job->catalog, &job->step, table, ids[i], error);
    return pd_desk_rights_finish(job, is_done, error);
}

bool pd_desk_undo_rights(PdRightsJob *job, int64_t step, GError **error) {
    return pd_desk_rights_begin(job, error) &&
           pd_desk_rights_finish(job, pd_catalog_undo_rights(job->catalog, &job->step, step, error), error);
}
