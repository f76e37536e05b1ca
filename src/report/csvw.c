/* CSV on the Web metadata of a report (W3C Recommendation "Metadata Vocabulary for Tabular Data", 17 December 2015). */
#include "codec/json.h"
#include "report/report.h"

static const char *datatype(PdCellKind kind) {
    switch (kind) {
    case PD_CELL_INTEGER:
        return "integer";
    case PD_CELL_NUMBER:
        return "decimal";
    case PD_CELL_DATE:
        return "date";
    default:
        return "string";
    }
}

static void put_dialect(PdJson *json, const PdFormatOptions *options) {
    const char delimiter[] = {options->delimiter, '\0'};
    pd_json_key(json, "dialect");
    pd_json_begin_object(json);
    pd_json_member_string(json, "delimiter", delimiter);
    pd_json_member_string(json, "encoding", "utf-8");
    pd_json_member_bool(json, "header", true);
    pd_json_member_bool(json, "doubleQuote", true);
    pd_json_end_object(json);
}

static void put_column(PdJson *json, const PdColumn *column) {
    pd_json_begin_object(json);
    pd_json_member_string(json, "name", column->name);
    pd_json_member_string(json, "titles", column->name);
    pd_json_member_string(json, "dc:description", column->about);
    pd_json_member_string(json, "datatype", datatype(column->kind));
    pd_json_end_object(json);
}

static bool has_column(const PdSheet *sheet, const char *name) {
    for (size_t i = 0; i < sheet->columns->len; i++)
        if (g_str_equal(((const PdColumn *)sheet->columns->pdata[i])->name, name))
            return true;
    return false;
}

static void put_primary_key(PdJson *json, const PdSheet *sheet) {
    g_auto(GStrv) names = g_strsplit(sheet->report->primary_key ? sheet->report->primary_key : "", ",", -1);
    for (char **name = names; *name; name++)
        if (!has_column(sheet, *name))
            return;
    if (!*names)
        return;
    pd_json_key(json, "primaryKey");
    pd_json_begin_array(json);
    for (char **name = names; *name; name++)
        pd_json_string(json, *name);
    pd_json_end_array(json);
}

void pd_report_csvw(const PdSheet *sheet, const char *url, GString *out) {
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "@context", "http://www.w3.org/ns/csvw");
    pd_json_member_string(&json, "url", url);
    pd_json_member_string(&json, "dc:title", sheet->report->summary);
    pd_json_member_string(&json, "dc:modified", sheet->run->run_at);
    put_dialect(&json, &sheet->options);
    pd_json_key(&json, "tableSchema");
    pd_json_begin_object(&json);
    pd_json_key(&json, "columns");
    pd_json_begin_array(&json);
    for (size_t i = 0; i < sheet->columns->len; i++)
        put_column(&json, sheet->columns->pdata[i]);
    pd_json_end_array(&json);
    put_primary_key(&json, sheet);
    pd_json_end_object(&json);
    pd_json_end_object(&json);
    g_string_append_c(out, '\n');
}
