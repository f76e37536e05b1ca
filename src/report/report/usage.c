/* Report usage: what was used of whom in a period, a row for each use of a picture, as agencies ask for it; and its profile
 * for Getty Images, which takes asset, day and quantity. */
#include <string.h>

#include "codec/text.h"
#include "picdesk/rights.h"
#include "report/cells.h"
#include "report/own.h"

enum { DAY_BYTES = sizeof "2026-11-22" - 1 };

typedef struct {
    const char *agency, *contract, *supplier_id, *used_on, *medium, *publication, *section, *page, *edition;
    const char *url, *title, *placement, *size, *creator, *credit, *category, *cost, *fee, *currency, *image, *notes;
    gint64 quantity, quota_used, quota_limit;
    guint position;
    bool is_first;
} Row;

PD_OWN_TEXT(Row, agency)
PD_OWN_TEXT(Row, contract)
PD_OWN_TEXT(Row, supplier_id)
PD_OWN_TEXT(Row, used_on)
PD_OWN_TEXT(Row, medium)
PD_OWN_TEXT(Row, publication)
PD_OWN_TEXT(Row, section)
PD_OWN_TEXT(Row, page)
PD_OWN_TEXT(Row, edition)
PD_OWN_TEXT(Row, url)
PD_OWN_TEXT(Row, title)
PD_OWN_TEXT(Row, placement)
PD_OWN_TEXT(Row, size)
PD_OWN_TEXT(Row, creator)
PD_OWN_TEXT(Row, credit)
PD_OWN_TEXT(Row, category)
PD_OWN_TEXT(Row, cost)
PD_OWN_TEXT(Row, fee)
PD_OWN_TEXT(Row, currency)
PD_OWN_TEXT(Row, notes)
PD_OWN_NUMBER(Row, quantity)
PD_OWN_NUMBER(Row, quota_used)
PD_OWN_NUMBER(Row, quota_limit)

static void fill_period_start(const PdReportItem *item, GString *cell) {
    g_string_append(cell, item->run->from ? item->run->from : "");
}

static void fill_period_end(const PdReportItem *item, GString *cell) {
    g_string_append(cell, item->run->to ? item->run->to : "");
}

static void fill_first_use(const PdReportItem *item, GString *cell) {
    g_string_append(cell, ((const Row *)item->row)->is_first ? "yes" : "no");
}

/* "getty:1302441145": the agency asks for its own number. */
static void fill_asset_id(const PdReportItem *item, GString *cell) {
    const char *id = ((const Row *)item->row)->supplier_id;
    const char *colon = strrchr(id, ':');
    g_string_append(cell, colon ? colon + 1 : id);
}

/* ---- one use */

static const PdCredit *credit_of(const PdUse *use) {
    return use->embedded && use->embedded->n_chain > 0 ? use->embedded : use->printed;
}

/* To whom the use is reported: who delivered the picture. */
static const PdParty *agency_of(const PdUse *use) {
    const PdCredit *credit = credit_of(use);
    if (!credit)
        return NULL;
    if (credit->via)
        return credit->via;
    for (size_t i = credit->n_chain; i-- > 0;)
        if (credit->agencies[credit->chain[i]].kind == PD_PARTY_AGENCY)
            return &credit->agencies[credit->chain[i]];
    return NULL;
}

static void note_fee(PdOwnRows *own, Row *row, const char *fee) {
    g_auto(GStrv) parts = g_strsplit(fee ? fee : "", " ", 2);
    if (!parts[0])
        return;
    row->fee = pd_own_text(own, parts[0]);
    row->currency = pd_own_text(own, parts[1]);
}

/* What the catalogue's rights say of the image and of its agency. */
static void note_rights(PdOwnRows *own, Row *row, const PdUse *use, const PdParty *agency, const PdRights *rights) {
    size_t n = 0;
    const uint32_t *at = use->image ? pd_rights_of_image(rights, PD_RIGHT_LICENCE, use->image->id, &n) : NULL;
    if (n > 0)
        note_fee(own, row, rights->licences[at[0]].fee);
    g_autofree char *party = agency ? agency->slug ? g_strdup(agency->slug) : pd_text_words(agency->name) : NULL;
    if (!party)
        return;
    at = pd_rights_of_party(rights, PD_RIGHT_LICENCE, party, &n);
    for (size_t i = 0; i < n && !row->contract; i++) {
        const PdLicence *licence = &rights->licences[at[i]];
        g_autofree char *name = g_strdup_printf("licence %" G_GINT64_FORMAT, (gint64)licence->id);
        if (licence->n_images == 0 && pd_right_scope_holds_on(&licence->scope, row->used_on))
            row->contract = pd_own_text(own, licence->document ? licence->document : name);
    }
    at = pd_rights_of_party(rights, PD_RIGHT_QUOTA, party, &n);
    if (n > 0) {
        row->quota_used = rights->quotas[at[0]].used;
        row->quota_limit = rights->quotas[at[0]].limit;
    }
}

static void note_published(PdOwnRows *own, Row *row, const PdReportItem *item) {
    const PdUse *use = item->use;
    const PdPolicy *policy = item->run->policy;
    const char *day = use->article ? use->article->published_at : NULL;
    g_autofree char *used_on = day ? g_strndup(day, DAY_BYTES) : NULL;
    row->used_on = pd_own_text(own, used_on);
    row->medium = pd_own_text(own, policy ? policy->media : NULL);
    row->publication = pd_own_text(own, policy ? policy->house_names[0] : NULL);
    row->placement = pd_own_cell(own, pd_cell_role, item);
    row->credit = pd_own_text(own, use->figure->credit);
    row->position = use->figure->position;
    row->quantity = 1;
    if (use->rendition && use->rendition->record && use->rendition->record->width_px) {
        const PdRecord *copy = use->rendition->record;
        g_autofree char *size = g_strdup_printf("%ux%u", copy->width_px, copy->height_px);
        row->size = pd_own_text(own, size);
    }
}

static void note_entered(PdOwnRows *own, Row *row, const PdUsage *usage) {
    row->used_on = pd_own_text(own, usage->used_on);
    row->medium = pd_own_text(own, usage->medium);
    row->publication = pd_own_text(own, usage->publication);
    row->section = pd_own_text(own, usage->section);
    row->page = pd_own_text(own, usage->page);
    row->edition = pd_own_text(own, usage->edition);
    row->placement = pd_own_text(own, usage->placement);
    row->size = pd_own_text(own, usage->size);
    row->credit = pd_own_text(own, usage->credit_line);
    row->notes = pd_own_text(own, usage->note ? usage->note : "entered by hand");
    row->quantity = usage->quantity;
}

static const char *doubt(const PdUse *use) {
    if (!use->image)
        return "no image of the catalogue is paired with this figure";
    return use->figure && use->status != PD_PAIR_CONFIRMED ? "the pair is proposed, not confirmed" : NULL;
}

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    (void)emit;
    (void)user;
    PdOwnRows *own = run->state;
    const PdReportItem item = {.use = use, .run = run};
    Row row = {0};
    if (use->entered)
        note_entered(own, &row, use->entered);
    else if (use->figure)
        note_published(own, &row, &item);
    else
        return;
    const PdParty *agency = agency_of(use);
    row.agency = pd_own_text(own, agency ? agency->name : NULL);
    row.supplier_id = pd_own_cell(own, pd_cell_supplier_image_id, &item);
    row.image = pd_own_cell(own, pd_cell_image_id, &item);
    row.creator = pd_own_cell(own, pd_cell_creator, &item);
    row.url = pd_own_cell(own, pd_cell_article_url, &item);
    row.title = pd_own_cell(own, pd_cell_article_title, &item);
    row.category = pd_own_text(own, use->category);
    row.cost = pd_own_text(own, pd_cost_name(use->cost));
    if (!row.notes)
        row.notes = pd_own_text(own, doubt(use));
    if (run->rights)
        note_rights(own, &row, use, agency, run->rights);
    g_array_append_val(own->rows, row);
}

/* ---- all uses */

static int compare_days(const void *a, const void *b) {
    const Row *x = a, *y = b;
    return g_strcmp0(x->used_on, y->used_on);
}

/* Rows without an agency come last. */
static int compare_agencies(const void *a, const void *b) {
    const Row *x = a, *y = b;
    if (!x->agency != !y->agency)
        return x->agency ? -1 : 1;
    int by_agency = g_strcmp0(x->agency, y->agency);
    if (by_agency)
        return by_agency;
    int by_day = compare_days(a, b);
    if (by_day)
        return by_day;
    int by_url = g_strcmp0(x->url, y->url);
    return by_url ? by_url : (x->position > y->position) - (x->position < y->position);
}

static void mark_first_uses(GArray *rows) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        const char *picture = row->supplier_id ? row->supplier_id : row->image;
        row->is_first = !picture || g_hash_table_add(seen, (gpointer)picture);
    }
}

static void finish(const PdReportRun *run, PdItemFunc emit, void *user) {
    GArray *rows = ((PdOwnRows *)run->state)->rows;
    g_array_sort(rows, compare_days);
    mark_first_uses(rows);
    g_array_sort(rows, compare_agencies);
    for (guint i = 0; i < rows->len; i++)
        emit(&(PdReportItem){.run = run, .row = &g_array_index(rows, Row, i)}, user);
}

static bool is_gettys(const Row *row) {
    return row->supplier_id && row->used_on && row->agency && strcmp(row->agency, "Getty Images") == 0;
}

/* Uses of one asset on one day are one row. */
static void finish_getty(const PdReportRun *run, PdItemFunc emit, void *user) {
    GArray *rows = ((PdOwnRows *)run->state)->rows;
    g_array_sort(rows, compare_agencies);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        if (!is_gettys(row))
            continue;
        char *key = g_strdup_printf("%s %s", row->used_on, row->supplier_id);
        Row *same = g_hash_table_lookup(by_key, key);
        if (same) {
            same->quantity += row->quantity;
            g_free(key);
            continue;
        }
        g_hash_table_insert(by_key, key, row);
        g_ptr_array_add(kept, row);
    }
    for (guint i = 0; i < kept->len; i++)
        emit(&(PdReportItem){.run = run, .row = kept->pdata[i]}, user);
}

static void *open_rows(void) {
    return pd_own_rows_new(sizeof(Row));
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"period_start", "first day asked for", PD_CELL_DATE, fill_period_start},
    {"period_end", "last day asked for", PD_CELL_DATE, fill_period_end},
    {"agency", "who delivered the picture", PD_CELL_TEXT, fill_agency},
    {"agency_contract", "the contract that covers the day of use: its document, else its number", PD_CELL_TEXT,
     fill_contract},
    {"supplier_image_id", "the supplier's number for the picture", PD_CELL_TEXT, fill_supplier_id},
    {"used_on", "day of publication", PD_CELL_DATE, fill_used_on},
    {"medium", "web, print …", PD_CELL_TEXT, fill_medium},
    {"publication", "title of the publication", PD_CELL_TEXT, fill_publication},
    {"section", "of a printed page", PD_CELL_TEXT, fill_section},
    {"page", "of a printed page", PD_CELL_TEXT, fill_page},
    {"edition", "of a printed page", PD_CELL_TEXT, fill_edition},
    {"article_url", "canonical address of the article", PD_CELL_TEXT, fill_url},
    {"article_title", "title of the article", PD_CELL_TEXT, fill_title},
    {"placement", "inline, lead, gallery …", PD_CELL_TEXT, fill_placement},
    {"size", "as published", PD_CELL_TEXT, fill_size},
    {"quantity", "uses that this row stands for", PD_CELL_INTEGER, fill_quantity},
    {"creator", "who made the picture, joined by ' | '", PD_CELL_TEXT, fill_creator},
    {"credit_printed", "credit line exactly as printed", PD_CELL_TEXT, fill_credit},
    {"usage_category", "by what right it was used", PD_CELL_TEXT, fill_category},
    {"cost_state", "free, conditional, overquota or pay", PD_CELL_TEXT, fill_cost},
    {"fee", "of the licence for this picture", PD_CELL_TEXT, fill_fee},
    {"currency", "of the fee", PD_CELL_TEXT, fill_currency},
    {"quota_used", "uses of the agency in the current period", PD_CELL_INTEGER, fill_quota_used},
    {"quota_limit", "uses agreed for that period", PD_CELL_INTEGER, fill_quota_limit},
    {"first_use", "yes for the earliest use of the picture in this report", PD_CELL_TEXT, fill_first_use},
    {"notes", "what to know before it is reported", PD_CELL_TEXT, fill_notes},
};

static const PdColumn GETTY_COLUMNS[] = {
    {"asset_id", "the agency's number for the picture", PD_CELL_TEXT, fill_asset_id},
    {"usage_date", "day of publication", PD_CELL_DATE, fill_used_on},
    {"quantity", "uses on that day", PD_CELL_INTEGER, fill_quantity},
};

static const PdReport GETTY = {
    .name = "getty",
    .summary = "Uses of Getty Images' pictures, for its usage API (at most 1,000 rows in one request)",
    .columns = GETTY_COLUMNS,
    .n_columns = G_N_ELEMENTS(GETTY_COLUMNS),
    .brief = "asset_id,usage_date,quantity",
    .primary_key = "asset_id,usage_date",
    .is_about_figures = true,
    .has_entered_uses = true,
    .open = open_rows,
    .each_item = each_item,
    .finish = finish_getty,
    .close = pd_own_rows_free,
};

const PdReport pd_report_usage = {
    .name = "usage",
    .summary = "What was used of whom in a period, for the returns to agencies",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "agency,used_on,supplier_image_id,article_title,placement,quantity,cost_state,notes",
    .heading = "agency",
    .profiles = (const PdReport *const[]){&GETTY, NULL},
    .needs_check = true,
    .is_about_figures = true,
    .has_entered_uses = true,
    .open = open_rows,
    .each_item = each_item,
    .finish = finish,
    .close = pd_own_rows_free,
};
