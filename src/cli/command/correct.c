/* picdesk correct: what a person says of a field instead of the file. */
#include <inttypes.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "cli/rights.h"
#include "codec/json.h"
#include "codec/text.h"
#include "desk/correct.h"
#include "desk/decisions.h"

typedef struct {
    const PdCommand *self;
    const PdInvocation *invocation;
    char *who, *reason, *format; /* (nullable) */
    gboolean is_list, is_revoke, is_import;
    bool is_json;
} Asked;

static void asked_done(Asked *asked) {
    g_free(asked->who);
    g_free(asked->reason);
    g_free(asked->format);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_done)

static int fail(const GError *error) {
    pd_cli_warn("correct: %s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

static const char *who(const Asked *asked) {
    return asked->who ? asked->who : g_get_user_name();
}

/* ---- showing */

typedef struct {
    const Asked *asked;
    PdCatalog *catalog;
} Listing;

static bool is_list(const PdCorrection *correction) {
    return correction->field->kind == PD_KIND_LIST || correction->field->kind == PD_KIND_PARTY;
}

static void write_value(PdJson *json, const PdCorrection *correction) {
    g_auto(GStrv) items = g_strsplit(correction->value, "\n", -1);
    if (!is_list(correction)) {
        pd_json_member_string(json, "value", correction->value);
        return;
    }
    pd_json_key(json, "value");
    pd_json_begin_array(json);
    for (char **item = items; *item; item++)
        pd_json_string(json, *item);
    pd_json_end_array(json);
}

static void print_json(const PdCorrection *correction, const PdImage *image) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *at = pd_cli_moment(correction->at_us);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "image_id", image->uid);
    pd_json_member_string(&json, "path", image->path);
    pd_json_member_string(&json, "field", correction->field->key);
    write_value(&json, correction);
    pd_json_member_string(&json, "who", correction->who);
    pd_json_member_string(&json, "at", at);
    pd_json_member_string(&json, "reason", correction->reason);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static void print_text(const PdCorrection *correction, const PdImage *image) {
    g_auto(GStrv) items = g_strsplit(correction->value, "\n", -1);
    g_autofree char *joined = g_strjoinv(is_list(correction) ? " | " : " ", items);
    g_autofree char *at = pd_cli_moment(correction->at_us), *tidy = pd_text_tidy(joined);
    g_autofree char *line = g_strdup_printf("%s  %s: \"%s\"  by %s, %s%s%s", image->path ? image->path : image->uid,
                                            correction->field->key, tidy, correction->who, at,
                                            correction->reason ? ": " : "", correction->reason ? correction->reason : "");
    g_autofree char *safe = pd_text_printable(line), *whole = g_strconcat(safe, "\n", NULL);
    pd_cli_print(whole);
}

static bool print_one(const PdCorrection *correction, void *user) {
    const Listing *listing = user;
    g_autoptr(PdImage) image = pd_catalog_image(listing->catalog, correction->image_id, NULL);
    if (image)
        (listing->asked->is_json ? print_json : print_text)(correction, image);
    return true;
}

static int list(const Asked *asked, char **images) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    Listing listing = {asked, catalog};
    bool is_done = *images || pd_catalog_each_correction(catalog, 0, print_one, &listing, &error);
    for (char **name = images; *name && is_done; name++) {
        int64_t id = 0;
        is_done = pd_desk_find_image(catalog, *name, &id, &error) &&
                  pd_catalog_each_correction(catalog, id, print_one, &listing, &error);
    }
    return is_done ? pd_cli_finish(PD_EXIT_CLEAN) : fail(error);
}

/* ---- changing */

static char *shown(const PdImage *image, PdField field) {
    g_autofree char *joined = image->merged ? pd_merged_join(image->merged, field, " | ") : NULL;
    const PdSaid *chosen = image->merged ? pd_merged_chosen(image->merged, field) : NULL;
    g_autofree char *tidy = pd_text_tidy(joined);
    return chosen ? g_strdup_printf("\"%s\" (%s)", tidy, pd_origin_name(chosen->origin)) : g_strdup("(nothing)");
}

/* What the field was and is. */
static bool tell(PdCatalog *catalog, int64_t id, const PdFieldInfo *field, const char *before, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(catalog, id, error);
    if (!image)
        return false;
    g_autofree char *now = shown(image, field->field);
    g_autofree char *line = g_strdup_printf("%s: %s -> %s", field->key, before, now);
    g_autofree char *safe = pd_text_printable(line), *whole = g_strconcat(safe, "\n", NULL);
    return pd_cli_print(whole);
}

static bool change(const Asked *asked, PdCatalog *catalog, char **operands, GError **error) {
    int64_t id = 0;
    const PdFieldInfo *field = pd_desk_correctable(operands[1], error);
    if (!field || !pd_desk_find_image(catalog, operands[0], &id, error))
        return false;
    g_autoptr(PdImage) image = pd_catalog_image(catalog, id, error);
    g_autofree char *before = image ? shown(image, field->field) : NULL, *value = NULL;
    if (!image)
        return false;
    if (!asked->is_revoke && !(value = pd_desk_corrected_value(field, (const char *const *)operands + 2, error)))
        return false;
    bool is_done = asked->is_revoke ? pd_catalog_revoke_correction(catalog, id, field, who(asked), asked->reason, error)
                                    : pd_catalog_correct(catalog, id, field, value, who(asked), asked->reason, error);
    return is_done && tell(catalog, id, field, before, error);
}

static int correct(const Asked *asked, char **operands) {
    guint n = g_strv_length(operands);
    if (asked->is_revoke && n != 2)
        return pd_cli_usage_error(asked->self, "name an image and a field to revoke");
    if (!asked->is_revoke && n < 3)
        return pd_cli_usage_error(asked->self, "name an image, a field and its value");
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    return change(asked, catalog, operands, &error) ? pd_cli_finish(PD_EXIT_CLEAN) : fail(error);
}

static void tell_refused(uint64_t line, const char *why, void *user) {
    pd_cli_warn("%s:%" PRIu64 ": %s", (const char *)user, line, why);
}

static int import(const Asked *asked, char **operands) {
    if (g_strv_length(operands) != 1)
        return pd_cli_usage_error(asked->self, "name one CSV file, or -");
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pd_cli_read_text(operands[0], &error);
    g_autoptr(PdCatalog) catalog = text ? pd_cli_open_existing(asked->invocation) : NULL;
    if (!catalog)
        return error ? fail(error) : PD_EXIT_FAILED;
    PdCorrectionCount count = {0};
    if (!pd_desk_import_corrections(catalog, text, who(asked), tell_refused, operands[0], &count, &error)) {
        g_prefix_error(&error, "%s: ", operands[0]);
        return fail(error);
    }
    if (count.refused)
        pd_cli_warn("correct: %" PRIu64 " rows are refused, nothing was kept", count.refused);
    else
        pd_cli_warn("correct: %" PRIu64 " corrections kept", count.kept);
    return pd_cli_finish(count.refused ? PD_EXIT_FAILED : PD_EXIT_CLEAN);
}

/* ---- the command */

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_auto(Asked) asked = {.self = self, .invocation = invocation};
    const GOptionEntry entries[] = {
        {"reason", 'r', 0, G_OPTION_ARG_STRING, &asked.reason, "why, kept with the correction", "TEXT"},
        {"who", 0, 0, G_OPTION_ARG_STRING, &asked.who, "who says so, if not you", "NAME"},
        {"revoke", 0, 0, G_OPTION_ARG_NONE, &asked.is_revoke, "take the last correction of the field back", NULL},
        {"list", 'l', 0, G_OPTION_ARG_NONE, &asked.is_list, "show the corrections that hold, of all images or of these",
         NULL},
        {"import", 0, 0, G_OPTION_ARG_NONE, &asked.is_import, "read a CSV file: image, field, value, reason, who", NULL},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &asked.format, "of the list: text (default) or json", "FORMAT"},
        {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code) ||
        !pd_cli_text_or_json(self, asked.format, &asked.is_json, &exit_code))
        return exit_code;
    if (asked.is_list + asked.is_revoke + asked.is_import > 1)
        return pd_cli_usage_error(self, "--list, --revoke and --import exclude each other");
    if (asked.is_list)
        return list(&asked, argv + 1);
    return asked.is_import ? import(&asked, argv + 1) : correct(&asked, argv + 1);
}

const PdCommand pd_command_correct = {
    .name = "correct",
    .summary = "Correct a field of an image: the file stays, the desk's word goes before it",
    .synopsis = "IMAGE FIELD VALUE… | --revoke IMAGE FIELD | --list [IMAGE…] | --import FILE",
    .help =
        "IMAGE is a path or a uid; FIELD is a name as in 'inspect --format json': creators, credit, source, copyright,\n"
        "caption, captured_at … A list (creators, keywords) takes several values. A correction is kept with who and when,\n"
        "and goes before what the file says, now and after later scans, in reports, searches and checks; 'explain IMAGE'\n"
        "shows it with the origin 'desk'. A revoked one stays in the history; the one before it holds again.\n\n"
        "Examples:\n"
        "  picdesk correct photos/IMG_2031.jpg creators 'Jane Roe' --reason 'contact sheet of 3 May'\n"
        "  picdesk correct photos/IMG_2031.jpg credit 'Jane Roe/The Example Post'\n"
        "  picdesk correct --revoke photos/IMG_2031.jpg credit\n"
        "  picdesk correct --list --format json\n",
    .reads_credits = true,
    .run = run,
};
