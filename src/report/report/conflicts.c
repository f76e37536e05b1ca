/* Report conflicts: a row for each field whose standards say different things, or that IIM's length limit cut. */
#include <string.h>

#include "report/cells.h"

static const PdSaid *said_by(const PdReportItem *item, PdOrigin origin) {
    size_t n = 0;
    const PdSaid *const *said = pd_merged_said(item->use->image->merged, item->field, &n);
    for (size_t i = 0; i < n; i++)
        if (said[i]->origin == origin)
            return said[i];
    return NULL;
}

static void append_items(const PdSaid *said, GString *cell) {
    for (size_t i = 0; said && i < said->n_items; i++)
        g_string_append_printf(cell, "%s%s", i ? " | " : "", said->items[i]->text);
}

static void fill_field(const PdReportItem *item, GString *cell) {
    g_string_append(cell, pd_field_info(item->field)->key);
}

static void fill_exif(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_EXIF), cell);
}

static void fill_iptc(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_IPTC), cell);
}

static void fill_xmp(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_XMP), cell);
}

static void fill_png(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_PNG), cell);
}

static void fill_sidecar(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_SIDECAR), cell);
}

static void fill_desk(const PdReportItem *item, GString *cell) {
    append_items(said_by(item, PD_ORIGIN_DESK), cell);
}

static void fill_chosen(const PdReportItem *item, GString *cell) {
    append_items(pd_merged_chosen(item->use->image->merged, item->field), cell);
}

static void fill_chosen_from(const PdReportItem *item, GString *cell) {
    const PdSaid *chosen = pd_merged_chosen(item->use->image->merged, item->field);
    g_string_append(cell, chosen ? pd_origin_name(chosen->origin) : "");
}

static void fill_kind(const PdReportItem *item, GString *cell) {
    g_string_append(cell, item->reason);
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"image_id", "the image's uid", PD_CELL_TEXT, pd_cell_image_id},
    {"file_path", "a present place of the image", PD_CELL_TEXT, pd_cell_file_path},
    {"field", "the property", PD_CELL_TEXT, fill_field},
    {"exif", "what EXIF says", PD_CELL_TEXT, fill_exif},
    {"iptc", "what IPTC-IIM says", PD_CELL_TEXT, fill_iptc},
    {"xmp", "what XMP says", PD_CELL_TEXT, fill_xmp},
    {"png", "what PNG text says", PD_CELL_TEXT, fill_png},
    {"sidecar", "what the sidecar says", PD_CELL_TEXT, fill_sidecar},
    {"desk", "a person's correction", PD_CELL_TEXT, fill_desk},
    {"chosen", "the merged answer", PD_CELL_TEXT, fill_chosen},
    {"chosen_from", "where the merged answer comes from", PD_CELL_TEXT, fill_chosen_from},
    {"kind", "differs, or cut: an IIM value that stops at its length limit", PD_CELL_TEXT, fill_kind},
};

static bool is_cut_somewhere(const PdMerged *merged, PdField field) {
    size_t n = 0;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    for (size_t i = 0; i < n; i++)
        if (said[i]->is_cut)
            return true;
    return false;
}

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    for (PdField field = 1; merged && field < PD_N_FIELDS; field++) {
        const char *kind = pd_merged_has_conflict(merged, field) ? "differs"
                           : is_cut_somewhere(merged, field)     ? "cut"
                                                                 : NULL;
        if (kind)
            emit(&(PdReportItem){.use = use, .field = field, .reason = kind, .run = run}, user);
    }
}

const PdReport pd_report_conflicts = {
    .name = "conflicts",
    .summary = "Properties whose standards say different things, and what was chosen",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "file_path,field,exif,iptc,xmp,png,sidecar,desk,chosen_from,kind",
    .primary_key = "image_id,field",
    .is_about_images = true,
    .each_item = each_item,
};
