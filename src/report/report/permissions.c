/* Report permissions: the log of permissions as book publishers ask for it, a row for each figure in order of appearance
 * (after the permissions guidelines of university presses; see the columns). What no catalogue can know, such as the page
 * of the manuscript, stays empty to be filled in. */
#include <string.h>

#include "codec/text.h"
#include "picdesk/rights.h"
#include "report/cells.h"

static void append(GString *cell, const char *text) {
    g_string_append(cell, text ? text : "");
}

/* The latest row of a kind that names the image, else a contract with whom the credit names. */
static const PdLicence *find_row(const PdReportItem *item, PdRightKind kind) {
    const PdRights *rights = item->run->rights;
    const PdUse *use = item->use;
    if (!rights)
        return NULL;
    const PdLicence *rows = kind == PD_RIGHT_LICENCE ? rights->licences : rights->requests;
    size_t n = 0;
    const uint32_t *at = use->image ? pd_rights_of_image(rights, kind, use->image->id, &n) : NULL;
    if (n > 0)
        return &rows[at[n - 1]];
    const PdCredit *credit = use->embedded ? use->embedded : use->printed;
    for (size_t i = credit ? credit->n_chain : 0; i-- > 0;) {
        const PdParty *party = &credit->agencies[credit->chain[i]];
        g_autofree char *name = party->slug ? g_strdup(party->slug) : pd_text_words(party->name);
        at = pd_rights_of_party(rights, kind, name, &n);
        if (n > 0)
            return &rows[at[n - 1]];
    }
    return NULL;
}

static const PdLicence *licence_of(const PdReportItem *item) {
    const PdLicence *licence = find_row(item, PD_RIGHT_LICENCE);
    return licence ? licence : find_row(item, PD_RIGHT_REQUEST);
}

/* Cells that say what the paper says. */
#define FILL_FROM_LICENCE(member)                                                                                           \
    static void fill_##member(const PdReportItem *item, GString *cell) {                                                    \
        const PdLicence *licence = licence_of(item);                                                                        \
        append(cell, licence ? licence->member : NULL);                                                                     \
    }
FILL_FROM_LICENCE(document)
FILL_FROM_LICENCE(requested_on)
FILL_FROM_LICENCE(languages)
FILL_FROM_LICENCE(editions)
FILL_FROM_LICENCE(print_run)
FILL_FROM_LICENCE(copies_due)

static void fill_none(const PdReportItem *item, GString *cell) {
    (void)item;
    (void)cell;
}

static void fill_chapter(const PdReportItem *item, GString *cell) {
    pd_cell_article_title(item, cell);
    g_autofree char *file = cell->len == 0 ? g_path_get_basename(item->use->article_path) : NULL;
    g_autofree char *safe = file ? pd_text_printable(file) : NULL;
    append(cell, safe);
}

static void fill_description(const PdReportItem *item, GString *cell) {
    append(cell, item->use->figure->caption);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_CAPTION, cell);
}

static void fill_kind(const PdReportItem *item, GString *cell) {
    const PdCredit *printed = item->use->printed;
    append(cell, printed && printed->role ? printed->role : "photograph");
}

static void fill_origin(const PdReportItem *item, GString *cell) {
    const PdCredit *credit = item->use->embedded && item->use->embedded->n_chain ? item->use->embedded : item->use->printed;
    g_autofree char *chain = credit ? pd_credit_chain_text(credit, " / ") : NULL;
    append(cell, chain);
}

static void fill_holder(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, !licence ? NULL : licence->name ? licence->name : licence->holder);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_COPYRIGHT_OWNER, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_COPYRIGHT, cell);
}

static void fill_contact(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->contact : NULL);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_LICENSOR, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_WEB_STATEMENT, cell);
}

static void fill_granted_on(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->granted_on ? licence->granted_on : licence->scope.from : NULL);
}

static void fill_required_credit(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->required_credit : NULL);
    if (cell->len == 0)
        pd_cell_credit_line(item, cell);
}

static void fill_printed_credit(const PdReportItem *item, GString *cell) {
    append(cell, item->use->figure->credit);
}

static void append_words(GString *cell, const char *const *words) {
    for (; words && *words; words++)
        g_string_append_printf(cell, "%s%s", cell->len ? " | " : "", *words);
}

static void fill_territory(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append_words(cell, licence ? licence->scope.territory : NULL);
}

static void fill_formats(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->formats : NULL);
    if (cell->len == 0)
        append_words(cell, licence ? licence->scope.media : NULL);
}

static void fill_term_end(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->scope.to : NULL);
}

static void append_fee(const PdReportItem *item, size_t part, GString *cell) {
    const PdLicence *licence = licence_of(item);
    g_auto(GStrv) parts = g_strsplit(licence && licence->fee ? licence->fee : "", " ", 2);
    if (g_strv_length(parts) > part)
        append(cell, parts[part]);
}

static void fill_fee(const PdReportItem *item, GString *cell) {
    append_fee(item, 0, cell);
}

static void fill_currency(const PdReportItem *item, GString *cell) {
    append_fee(item, 1, cell);
}

static void fill_restrictions(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = licence_of(item);
    append(cell, licence ? licence->restrictions : NULL);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_INSTRUCTIONS, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_RIGHTS_USAGE_TERMS, cell);
}

/* Categories that no agreement is needed for. */
static bool needs_none(const char *category) {
    static const char *const CATEGORIES[] = {"staff", "owned", "creative-commons", "public-domain", "crown"};
    for (size_t i = 0; category && i < G_N_ELEMENTS(CATEGORIES); i++)
        if (strcmp(category, CATEGORIES[i]) == 0)
            return true;
    return false;
}

static void fill_status(const PdReportItem *item, GString *cell) {
    const PdLicence *licence = find_row(item, PD_RIGHT_LICENCE);
    if (!licence && find_row(item, PD_RIGHT_REQUEST))
        append(cell, "requested");
    else if (!licence)
        append(cell, needs_none(item->use->category) ? "not-needed" : "needed");
    else if (licence->scope.to && strcmp(licence->scope.to, item->run->run_at) < 0 &&
             !g_str_has_prefix(item->run->run_at, licence->scope.to))
        append(cell, "expired");
    else
        append(cell, "granted");
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"chapter", "title of the article or chapter, else its file", PD_CELL_TEXT, fill_chapter},
    {"figure_no", "number of the figure in it", PD_CELL_INTEGER, pd_cell_position},
    {"page_ms", "page of the manuscript, to be filled in", PD_CELL_TEXT, fill_none},
    {"description", "what the picture shows", PD_CELL_TEXT, fill_description},
    {"kind", "photograph, illustration, graphic …", PD_CELL_TEXT, fill_kind},
    {"origin", "who supplied the picture, origin first", PD_CELL_TEXT, fill_origin},
    {"holder", "who may grant the permission", PD_CELL_TEXT, fill_holder},
    {"contact", "whom was asked, else the licensor that the file names, else its rights statement", PD_CELL_TEXT,
     fill_contact},
    {"requested_on", "the day it was asked for", PD_CELL_DATE, fill_requested_on},
    {"granted_on", "the day it was granted, else the licence's first day", PD_CELL_DATE, fill_granted_on},
    {"agreement_file", "where the paper is", PD_CELL_TEXT, fill_document},
    {"required_credit_line", "exactly as the licence asks, else as the file tells", PD_CELL_TEXT, fill_required_credit},
    {"printed_credit_line", "exactly as printed", PD_CELL_TEXT, fill_printed_credit},
    {"territory", "of the licence, ISO 3166 codes; empty = everywhere", PD_CELL_TEXT, fill_territory},
    {"language", "of the licence", PD_CELL_TEXT, fill_languages},
    {"editions", "of the licence", PD_CELL_TEXT, fill_editions},
    {"formats", "of the licence, else its media; empty = every one", PD_CELL_TEXT, fill_formats},
    {"print_run", "copies at most", PD_CELL_INTEGER, fill_print_run},
    {"term_end", "last day of the licence", PD_CELL_DATE, fill_term_end},
    {"fee", "of the licence", PD_CELL_TEXT, fill_fee},
    {"currency", "of the fee", PD_CELL_TEXT, fill_currency},
    {"copies_due", "copies owed to the holder", PD_CELL_INTEGER, fill_copies_due},
    {"restrictions", "of the licence, else Instructions, else Rights Usage Terms", PD_CELL_TEXT, fill_restrictions},
    {"status", "granted, expired, requested, not-needed or needed", PD_CELL_TEXT, fill_status},
};

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    if (use->figure)
        emit(&(PdReportItem){.use = use, .run = run}, user);
}

const PdReport pd_report_permissions = {
    .name = "permissions",
    .summary = "The permissions log: what was asked of whom, granted how, for each figure",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "chapter,figure_no,description,holder,required_credit_line,printed_credit_line,term_end,status",
    .needs_check = true,
    .is_about_figures = true,
    .each_item = each_item,
};
