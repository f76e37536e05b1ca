/* Report missing: every picture and every figure whose credit is not known or not printed, with the credit that the evidence
 * suggests. */
#include <string.h>

#include "picdesk/grammar.h"
#include "report/cells.h"

typedef struct {
    const PdCredit *credit;  /* (nullable) */
    const PdParty *supplier; /* (nullable) */
    const char *basis;       /* (nullable) */
    const char *confidence;  /* (nullable) */
} Suggestion;

static bool tells_someone(const PdCredit *credit) {
    return credit && (credit->n_chain > 0 || credit->n_creators > 0);
}

static const PdParty *supplier_of(const PdUse *use) {
    const PdParty *party = NULL;
    g_autofree char *in_path = use->image && use->image->path ? pd_supplier_id_of_name(use->image->path, &party) : NULL;
    if (!in_path && use->figure && use->figure->url)
        g_free(pd_supplier_id_of_name(use->figure->url, &party));
    return party;
}

static Suggestion suggest(const PdUse *use) {
    if (tells_someone(use->embedded))
        return (Suggestion){use->embedded, NULL, "metadata", "high"};
    if (tells_someone(use->in_caption))
        return (Suggestion){use->in_caption, NULL, "caption", "medium"};
    const PdParty *supplier = supplier_of(use);
    return supplier ? (Suggestion){NULL, supplier, "file-name", "medium"} : (Suggestion){0};
}

static void fill_reason(const PdReportItem *item, GString *cell) {
    g_string_append(cell, item->reason);
}

static void fill_embedded_creator(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_CREATORS, cell);
}

static void fill_embedded_credit(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_CREDIT, cell);
}

static void fill_supplier(const PdReportItem *item, GString *cell) {
    const PdParty *supplier = supplier_of(item->use);
    g_string_append(cell, supplier ? supplier->short_name : "");
}

static void fill_suggested(const PdReportItem *item, GString *cell) {
    Suggestion suggestion = suggest(item->use);
    if (suggestion.credit)
        pd_cell_credit_line(item, cell);
    else if (suggestion.supplier)
        g_string_append(cell, suggestion.supplier->short_name);
}

static void fill_basis(const PdReportItem *item, GString *cell) {
    const char *basis = suggest(item->use).basis;
    g_string_append(cell, basis ? basis : "");
}

static void fill_confidence(const PdReportItem *item, GString *cell) {
    const char *confidence = suggest(item->use).confidence;
    g_string_append(cell, confidence ? confidence : "");
}

static void fill_owner(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_COPYRIGHT_OWNER, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_COPYRIGHT, cell);
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"image_id", "the image's uid", PD_CELL_TEXT, pd_cell_image_id},
    {"file_path", "a present place of the image", PD_CELL_TEXT, pd_cell_file_path},
    {"image_url", "the figure's address as written", PD_CELL_TEXT, pd_cell_image_url},
    {"article_id", "the article's path as it was ingested", PD_CELL_TEXT, pd_cell_article_path},
    {"article_url", "canonical address of the article", PD_CELL_TEXT, pd_cell_article_url},
    {"published_at", "when the article says it was published", PD_CELL_TEXT, pd_cell_published_at},
    {"reason", "not-printed, no-credit, or no-credit-in-file", PD_CELL_TEXT, fill_reason},
    {"embedded_creator", "Creator of the image's metadata", PD_CELL_TEXT, fill_embedded_creator},
    {"embedded_credit", "Credit Line of the image's metadata", PD_CELL_TEXT, fill_embedded_credit},
    {"file_name_supplier", "the supplier that file name or address tells", PD_CELL_TEXT, fill_supplier},
    {"suggested_credit", "what the evidence suggests to print", PD_CELL_TEXT, fill_suggested},
    {"suggestion_basis", "metadata, caption or file-name", PD_CELL_TEXT, fill_basis},
    {"confidence", "high: the file's own credit; medium: read from a caption or a name", PD_CELL_TEXT, fill_confidence},
    {"owner", "Copyright Owner, else Copyright Notice", PD_CELL_TEXT, fill_owner},
};

static const char *reason_of(const PdUse *use) {
    bool is_known = tells_someone(use->embedded);
    if (use->figure && !use->figure->credit)
        return is_known ? "not-printed" : "no-credit";
    return !use->figure && !is_known ? "no-credit-in-file" : NULL;
}

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    const char *reason = reason_of(use);
    if (reason)
        emit(&(PdReportItem){.use = use, .reason = reason, .run = run}, user);
}

const PdReport pd_report_missing = {
    .name = "missing",
    .summary = "Pictures whose credit is not known or not printed, with a suggestion",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "reason,suggested_credit,suggestion_basis,file_path,article_id,image_url",
    .each_item = each_item,
};
