/* Report credits: a row for each image; where articles use it, a row for each use; a figure whose image the catalogue does
 * not hold keeps its printed credit in a row of its own. */
#include <string.h>

#include "report/cells.h"

static void fill_sha256(const PdReportItem *item, GString *cell) {
    if (item->use->image)
        g_string_append(cell, item->use->image->sha256);
}

static void fill_width(const PdReportItem *item, GString *cell) {
    const PdImage *image = item->use->image;
    if (image && image->record && image->record->width_px)
        g_string_append_printf(cell, "%u", image->record->width_px);
}

static void fill_height(const PdReportItem *item, GString *cell) {
    const PdImage *image = item->use->image;
    if (image && image->record && image->record->height_px)
        g_string_append_printf(cell, "%u", image->record->height_px);
}

static void fill_caption(const PdReportItem *item, GString *cell) {
    if (item->use->figure && item->use->figure->caption)
        g_string_append(cell, item->use->figure->caption);
    else
        pd_cell_field(item, PD_FIELD_CAPTION, cell);
}

static void fill_credit_printed(const PdReportItem *item, GString *cell) {
    if (item->use->figure && item->use->figure->credit)
        g_string_append(cell, item->use->figure->credit);
}

static void fill_credit_embedded(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_CREDIT, cell);
}

static void fill_creator_role(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_CREATOR_TITLE, cell);
}

static void fill_chain(const PdReportItem *item, GString *cell) {
    const PdCredit *credit = pd_cell_best_credit(item->use);
    g_autofree char *chain = credit ? pd_credit_chain_text(credit, " / ") : NULL;
    g_string_append(cell, chain ? chain : "");
}

static void fill_distributor(const PdReportItem *item, GString *cell) {
    const PdCredit *credit = pd_cell_best_credit(item->use);
    if (credit && credit->via)
        g_string_append(cell, credit->via->short_name);
    else if (credit && credit->n_chain > 1)
        g_string_append(cell, credit->agencies[credit->chain[credit->n_chain - 1]].short_name);
}

static void fill_copyright(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_COPYRIGHT, cell);
}

static void fill_licence(const PdReportItem *item, GString *cell) {
    const PdCredit *credit = pd_cell_best_credit(item->use);
    if (credit && credit->licence)
        g_string_append(cell, credit->licence);
}

static void fill_licence_url(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_LICENCE_URL, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_WEB_STATEMENT, cell);
}

/* As far as the credit itself tells; contracts and licences go before it where the catalogue holds them. */
static void fill_usage_category(const PdReportItem *item, GString *cell) {
    static const struct {
        uint32_t flag;
        const char *category;
    } BY_FLAG[] = {{PD_CREDIT_HANDOUT, "handout"},
                   {PD_CREDIT_POOL, "pool"},
                   {PD_CREDIT_UGC, "social-media"},
                   {PD_CREDIT_SCREENGRAB, "screengrab"}};
    const PdCredit *credit = pd_cell_best_credit(item->use);
    if (!credit)
        return;
    if (credit->licence) {
        g_string_append(cell, "creative-commons");
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(BY_FLAG) && cell->len == 0; i++)
        if (credit->flags & BY_FLAG[i].flag)
            g_string_append(cell, BY_FLAG[i].category);
    for (size_t i = 0; i < credit->n_agencies && cell->len == 0; i++)
        if (credit->agencies[i].kind == PD_PARTY_AGENCY)
            g_string_append(cell, "agency");
}

static void fill_restrictions(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_INSTRUCTIONS, cell);
    if (cell->len == 0)
        pd_cell_field(item, PD_FIELD_RIGHTS_USAGE_TERMS, cell);
}

static void fill_source_type(const PdReportItem *item, GString *cell) {
    pd_cell_field(item, PD_FIELD_DIGITAL_SOURCE_TYPE, cell);
}

static void fill_ai_disclosed(const PdReportItem *item, GString *cell) {
    const PdUse *use = item->use;
    const char *type =
        use->image && use->image->merged ? pd_merged_text(use->image->merged, PD_FIELD_DIGITAL_SOURCE_TYPE) : NULL;
    if (!type || !use->figure || (!strstr(type, "rainedAlgorithmicMedia") && !strstr(type, "compositeSynthetic")))
        return;
    bool is_told = use->printed && (use->printed->flags & PD_CREDIT_AI);
    g_string_append(cell, is_told ? "yes" : "no");
}

static void fill_match_method(const PdReportItem *item, GString *cell) {
    const PdUse *use = item->use;
    if (!use->image || !use->figure)
        return;
    if (use->status == PD_PAIR_CONFIRMED) {
        g_string_append(cell, "confirmed");
        return;
    }
    for (size_t i = 0; use->pair && i < use->pair->n_evidence; i++)
        if (use->pair->evidence[i].weight > 0)
            g_string_append_printf(cell, "%s%s", cell->len ? " | " : "", use->pair->evidence[i].signal);
}

static void fill_match_confidence(const PdReportItem *item, GString *cell) {
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    if (item->use->image && item->use->figure)
        g_string_append(cell, g_ascii_formatd(digits, sizeof digits, "%.3f", item->use->score));
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"article_id", "the article's path as it was ingested", PD_CELL_TEXT, pd_cell_article_path},
    {"article_url", "canonical address of the article", PD_CELL_TEXT, pd_cell_article_url},
    {"article_title", "title of the article", PD_CELL_TEXT, pd_cell_article_title},
    {"published_at", "when the article says it was published", PD_CELL_TEXT, pd_cell_published_at},
    {"position", "number of the figure in the article, 1 first", PD_CELL_INTEGER, pd_cell_position},
    {"role", "inline, lead, gallery or meta", PD_CELL_TEXT, pd_cell_role},
    {"image_id", "the image's uid, which never changes", PD_CELL_TEXT, pd_cell_image_id},
    {"file_path", "a present place of the image", PD_CELL_TEXT, pd_cell_file_path},
    {"image_url", "the figure's address as written", PD_CELL_TEXT, pd_cell_image_url},
    {"sha256", "content proof, where somebody asked for it", PD_CELL_TEXT, fill_sha256},
    {"width", "pixels as stored", PD_CELL_INTEGER, fill_width},
    {"height", "pixels as stored", PD_CELL_INTEGER, fill_height},
    {"caption", "printed caption, else the image's own", PD_CELL_TEXT, fill_caption},
    {"credit_printed", "credit line exactly as printed", PD_CELL_TEXT, fill_credit_printed},
    {"credit_embedded", "Credit Line of the image's metadata", PD_CELL_TEXT, fill_credit_embedded},
    {"credit_line", "normalised: creators, then the chain", PD_CELL_TEXT, pd_cell_credit_line},
    {"creator", "who made the picture, joined by ' | '", PD_CELL_TEXT, pd_cell_creator},
    {"creator_role", "Creator's Job Title", PD_CELL_TEXT, fill_creator_role},
    {"provider_chain", "origin first, distributor last", PD_CELL_TEXT, fill_chain},
    {"distributor", "who delivered the picture", PD_CELL_TEXT, fill_distributor},
    {"supplier_image_id", "the supplier's number for the picture", PD_CELL_TEXT, pd_cell_supplier_image_id},
    {"copyright_notice", "Copyright Notice", PD_CELL_TEXT, fill_copyright},
    {"licence", "licence named in the credit", PD_CELL_TEXT, fill_licence},
    {"licence_url", "address of the licence or rights statement", PD_CELL_TEXT, fill_licence_url},
    {"usage_category", "as far as the credit itself tells", PD_CELL_TEXT, fill_usage_category},
    {"restrictions", "Instructions, else Rights Usage Terms", PD_CELL_TEXT, fill_restrictions},
    {"ai_source_type", "Digital Source Type", PD_CELL_TEXT, fill_source_type},
    {"ai_disclosed", "for an AI picture in an article: whether the printed credit says so", PD_CELL_TEXT, fill_ai_disclosed},
    {"match_method", "signals that joined figure and image", PD_CELL_TEXT, fill_match_method},
    {"match_confidence", "0 to 1", PD_CELL_NUMBER, fill_match_confidence},
    {"verdict", "clear, review or blocked", PD_CELL_TEXT, pd_cell_verdict},
};

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    emit(&(PdReportItem){.use = use, .run = run}, user);
}

const PdReport pd_report_credits = {
    .name = "credits",
    .summary = "Who made and who supplied every picture, with every use",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "credit_line,creator,provider_chain,credit_printed,file_path,article_title,position,verdict",
    .needs_check = true,
    .each_item = each_item,
};
