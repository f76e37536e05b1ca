/* Cells that several reports share (report/cells.h). */
#include "report/cells.h"

#include <string.h>

#include "codec/text.h"
#include "picdesk/grammar.h"

static void append(GString *cell, const char *text) {
    if (text)
        g_string_append(cell, text);
}

void pd_cell_schema(const PdReportItem *item, GString *cell) {
    (void)item;
    append(cell, PD_REPORT_SCHEMA);
}

void pd_cell_article_path(const PdReportItem *item, GString *cell) {
    if (!item->use->article_path)
        return;
    g_autofree char *safe = pd_text_printable(item->use->article_path);
    append(cell, safe);
}

void pd_cell_article_url(const PdReportItem *item, GString *cell) {
    append(cell, item->use->article ? item->use->article->url : NULL);
}

void pd_cell_article_title(const PdReportItem *item, GString *cell) {
    append(cell, item->use->article ? item->use->article->title : NULL);
}

void pd_cell_published_at(const PdReportItem *item, GString *cell) {
    append(cell, item->use->article ? item->use->article->published_at : NULL);
}

void pd_cell_position(const PdReportItem *item, GString *cell) {
    if (item->use->figure)
        g_string_append_printf(cell, "%u", item->use->figure->position);
}

void pd_cell_role(const PdReportItem *item, GString *cell) {
    append(cell, item->use->figure ? pd_figure_role_name(item->use->figure->role) : NULL);
}

void pd_cell_image_id(const PdReportItem *item, GString *cell) {
    append(cell, item->use->image ? item->use->image->uid : NULL);
}

void pd_cell_file_path(const PdReportItem *item, GString *cell) {
    if (!item->use->image || !item->use->image->path)
        return;
    g_autofree char *safe = pd_text_printable(item->use->image->path);
    append(cell, safe);
}

void pd_cell_image_url(const PdReportItem *item, GString *cell) {
    append(cell, item->use->figure ? item->use->figure->url : NULL);
}

void pd_cell_verdict(const PdReportItem *item, GString *cell) {
    append(cell, pd_verdict_name(item->use->verdict));
}

void pd_cell_field(const PdReportItem *item, PdField field, GString *cell) {
    const PdImage *image = item->use->image;
    if (!image || !image->merged)
        return;
    g_autofree char *joined = pd_merged_join(image->merged, field, " | ");
    append(cell, joined);
}

static bool append_named_id(GString *cell, const char *name) {
    g_autofree char *id = name ? pd_supplier_id_of_name(name, NULL) : NULL;
    append(cell, id);
    return id != NULL;
}

void pd_cell_supplier_image_id(const PdReportItem *item, GString *cell) {
    const PdUse *use = item->use;
    pd_cell_field(item, PD_FIELD_SUPPLIER_IMAGE_ID, cell);
    if (cell->len > 0 || (use->image && append_named_id(cell, use->image->path)))
        return;
    append_named_id(cell, use->figure ? use->figure->url : NULL);
}

const PdCredit *pd_cell_best_credit(const PdUse *use) {
    if (use->embedded && (use->embedded->n_chain > 0 || use->embedded->n_creators > 0))
        return use->embedded;
    return use->printed ? use->printed : use->in_caption;
}

void pd_cell_creator(const PdReportItem *item, GString *cell) {
    const PdCredit *credit = pd_cell_best_credit(item->use);
    for (size_t i = 0; credit && i < credit->n_creators; i++)
        g_string_append_printf(cell, "%s%s", i ? " | " : "", credit->creators[i]);
}

static bool append_credit(GString *cell, const PdCredit *credit) {
    if (!credit || (credit->n_creators == 0 && credit->n_chain == 0))
        return false;
    for (size_t i = 0; i < credit->n_creators; i++)
        g_string_append_printf(cell, "%s%s", i ? ", " : "", credit->creators[i]);
    g_autofree char *chain = pd_credit_chain_text(credit, " / ");
    if (*chain)
        g_string_append_printf(cell, "%s%s", credit->n_creators ? " / " : "", chain);
    return true;
}

void pd_cell_credit_line(const PdReportItem *item, GString *cell) {
    const PdUse *use = item->use;
    if (!append_credit(cell, use->embedded) && !append_credit(cell, use->printed))
        append_credit(cell, use->in_caption);
}
