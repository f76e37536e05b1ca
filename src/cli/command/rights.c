/* picdesk rights: parties, licences, leases, quotas … The kinds and their columns come from the catalogue's tables, so that
 * a new kind has its options and help at once. */
#include <inttypes.h>
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "cli/rights.h"
#include "codec/nearest.h"
#include "codec/text.h"
#include "desk/rights.h"

typedef struct {
    const PdCommand *self; /* of the kind: its name and help */
    const PdInvocation *invocation;
    const PdRightsTable *table;
    char *who, *message, *format; /* (nullable) */
    gboolean is_dry, is_raw, with_ended;
    bool is_json;
    char *typed[PD_RIGHTS_COLUMNS_MAX];
    char **lists[PD_RIGHTS_COLUMNS_MAX]; /* options that may be given several times */
} Asked;

static void asked_done(Asked *asked) {
    g_free(asked->who);
    g_free(asked->message);
    g_free(asked->format);
    for (size_t i = 0; i < PD_RIGHTS_COLUMNS_MAX; i++) {
        g_free(asked->typed[i]);
        g_strfreev(asked->lists[i]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asked, asked_done)

static int fail(const GError *error) {
    pd_cli_warn("rights: %s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

/* ---- changing */

static bool tell_change(const PdRightsChange *change, void *user) {
    const Asked *asked = user;
    if (asked->is_json) {
        pd_cli_change_json(change);
        return true;
    }
    g_autofree char *text = pd_cli_change_text(change);
    g_autofree char *safe = pd_text_printable(text);
    g_autofree char *line = g_strdup_printf("%s%s\n", asked->is_dry ? "would have " : "", safe);
    pd_cli_print(line);
    return true;
}

static PdRightsJob job_of(Asked *asked, PdCatalog *catalog) {
    return (PdRightsJob){.catalog = catalog,
                         .step = {.who = asked->who ? asked->who : g_get_user_name(), .reason = asked->message},
                         .is_dry = asked->is_dry,
                         .tell = tell_change,
                         .user = asked};
}

/* Which step it was, for 'undo'. */
static int told(const Asked *asked, const PdRightsJob *job) {
    if (job->step.number == 0 && !asked->is_json)
        pd_cli_print("nothing to change\n");
    else if (asked->is_dry)
        pd_cli_warn("rights: a dry run, nothing was kept");
    else if (!asked->is_json)
        pd_cli_warn("rights: kept as step %" PRId64 "; 'picdesk rights undo %" PRId64 "' takes it back", job->step.number,
                    job->step.number);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static const char *const *typed_cells(Asked *asked) {
    for (size_t i = 0; i < asked->table->n_columns; i++)
        if (asked->lists[i] && !asked->typed[i])
            asked->typed[i] = g_strjoinv("|", asked->lists[i]);
    return (const char *const *)asked->typed;
}

static bool read_id(const Asked *asked, const char *text, int64_t *out) {
    gint64 id = 0;
    if (!g_ascii_string_to_signed(text, 10, 1, G_MAXINT64, &id, NULL)) {
        pd_cli_usage_error(asked->self, "'%s' is no number of a %s", text, asked->table->name);
        return false;
    }
    *out = id;
    return true;
}

static int add(Asked *asked, char **operands) {
    if (*operands)
        return pd_cli_usage_error(asked->self, "'%s' is no option; write --COLUMN VALUE", *operands);
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open(asked->invocation, PD_CATALOG_WRITE);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdRightsJob job = job_of(asked, catalog);
    return pd_desk_add_right(&job, asked->table, typed_cells(asked), &error) ? told(asked, &job) : fail(error);
}

static int change(Asked *asked, char **operands) {
    int64_t id = 0;
    if (g_strv_length(operands) != 1)
        return pd_cli_usage_error(asked->self, "name the number of one %s", asked->table->name);
    if (!read_id(asked, operands[0], &id))
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdRightsJob job = job_of(asked, catalog);
    return pd_desk_change_right(&job, asked->table, id, typed_cells(asked), &error) ? told(asked, &job) : fail(error);
}

static int end(Asked *asked, char **operands) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (char **operand = operands; *operand; operand++) {
        int64_t id;
        if (!read_id(asked, *operand, &id))
            return PD_EXIT_FAILED;
        g_array_append_val(ids, id);
    }
    if (ids->len == 0)
        return pd_cli_usage_error(asked->self, "name the number of a %s", asked->table->name);
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdRightsJob job = job_of(asked, catalog);
    return pd_desk_end_rights(&job, asked->table, (const int64_t *)(void *)ids->data, ids->len, &error) ? told(asked, &job)
                                                                                                        : fail(error);
}

static void tell_refused(uint64_t line, const char *why, void *user) {
    pd_cli_warn("%s:%" PRIu64 ": %s", (const char *)user, line, why);
}

static int import(Asked *asked, char **operands) {
    if (g_strv_length(operands) != 1)
        return pd_cli_usage_error(asked->self, "name one CSV file, or -");
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pd_cli_read_text(operands[0], &error);
    g_autoptr(PdCatalog) catalog = text ? pd_cli_open(asked->invocation, PD_CATALOG_WRITE) : NULL;
    if (!catalog)
        return error ? fail(error) : PD_EXIT_FAILED;
    PdRightsCount count = {0};
    PdRightsJob job = job_of(asked, catalog);
    if (!pd_desk_import_rights(&job, asked->table, text, tell_refused, operands[0], &count, &error)) {
        g_prefix_error(&error, "%s: ", operands[0]);
        return fail(error);
    }
    if (count.refused > 0) {
        pd_cli_warn("rights: %" PRIu64 " rows are refused, nothing was kept", count.refused);
        return pd_cli_finish(PD_EXIT_FAILED);
    }
    pd_cli_warn("rights: %" PRIu64 " added, %" PRIu64 " changed, %" PRIu64 " unchanged", count.added, count.changed,
                count.unchanged);
    return job.step.number ? told(asked, &job) : pd_cli_finish(PD_EXIT_CLEAN);
}

/* ---- showing */

static bool print_row(const PdRightsRow *row, void *user) {
    const Asked *asked = user;
    (asked->is_json ? pd_cli_right_json : pd_cli_right_text)(asked->table, row);
    return true;
}

static int list(Asked *asked, char **operands) {
    if (*operands)
        return pd_cli_usage_error(asked->self, "'list' takes no '%s'", *operands);
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    return pd_catalog_each_right(catalog, asked->table, asked->with_ended, print_row, asked, &error)
               ? pd_cli_finish(PD_EXIT_CLEAN)
               : fail(error);
}

static bool export_row(const PdRightsRow *row, void *user) {
    const Asked *asked = user;
    g_autoptr(GString) line = g_string_new(NULL);
    pd_desk_export_right(asked->table, row, ',', asked->is_raw, line);
    return pd_cli_print(line->str);
}

static int export(Asked *asked, char **operands) {
    if (*operands)
        return pd_cli_usage_error(asked->self, "'export' writes to standard output and takes no '%s'", *operands);
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    export_row(NULL, asked);
    return pd_catalog_each_right(catalog, asked->table, false, export_row, asked, &error) ? pd_cli_finish(PD_EXIT_CLEAN)
                                                                                          : fail(error);
}

/* ---- history */

static bool print_change(const PdRightsChange *change, void *user) {
    const Asked *asked = user;
    if (asked->is_json) {
        pd_cli_change_json(change);
        return true;
    }
    g_autofree char *text = pd_cli_change_text(change), *at = pd_cli_moment(change->at_us);
    g_autofree char *undoes = change->undoes_step ? g_strdup_printf(", undoes step %" PRId64, change->undoes_step) : NULL;
    g_autofree char *line = g_strdup_printf("%" PRId64 "  %s  %s%s%s%s%s  %s", change->step, at, change->who,
                                            change->reason ? ": " : "", change->reason ? change->reason : "",
                                            undoes ? undoes : "", change->is_undone ? ", undone since" : "", text);
    g_autofree char *safe = pd_text_printable(line);
    g_autofree char *whole = g_strconcat(safe, "\n", NULL);
    return pd_cli_print(whole);
}

static int history(Asked *asked, char **operands) {
    int64_t id = 0;
    if (*operands && !read_id(asked, *operands, &id))
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    return pd_catalog_each_right_change(catalog, 0, asked->table, id, print_change, asked, &error)
               ? pd_cli_finish(PD_EXIT_CLEAN)
               : fail(error);
}

static int undo(Asked *asked, char **operands) {
    gint64 step = 0;
    if (g_strv_length(operands) != 1 || !g_ascii_string_to_signed(operands[0], 10, 1, G_MAXINT64, &step, NULL))
        return pd_cli_usage_error(asked->self, "name one step of 'picdesk rights history'");
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdRightsJob job = job_of(asked, catalog);
    return pd_desk_undo_rights(&job, step, &error) ? told(asked, &job) : fail(error);
}

static bool count_one(const PdRightsRow *row, void *user) {
    (void)row;
    ++*(int64_t *)user;
    return true;
}

static bool count_row(PdCatalog *catalog, const PdRightsTable *table, GError **error) {
    int64_t n = 0;
    if (!pd_catalog_each_right(catalog, table, false, count_one, &n, error))
        return false;
    g_autofree char *line = g_strdup_printf("%6" PRId64 "  %-12s %s\n", n, table->name, table->about);
    return pd_cli_print(line);
}

static int overview(Asked *asked) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        if (!count_row(catalog, *table, &error))
            return error ? fail(error) : pd_cli_finish(PD_EXIT_CLEAN);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

/* ---- verbs and their options */

typedef struct {
    const char *word;
    int (*run)(Asked *asked, char **operands);
    bool takes_columns, changes;
} Verb;

static const Verb VERBS[] = {
    {"list", list, false, false},       {"add", add, true, true},        {"change", change, true, true},
    {"end", end, false, true},          {"import", import, false, true}, {"export", export, false, false},
    {"history", history, false, false},
};
static const Verb UNDO = {"undo", undo, false, true}, ALL_HISTORY = {"history", history, false, false};

enum { COMMON_OPTIONS = 6 };

static bool may_repeat(const PdRightsColumn *column) {
    return column->type == PD_CELL_NAMES || column->type == PD_CELL_MEDIA || column->type == PD_CELL_TERRITORY ||
           column->type == PD_CELL_IMAGES;
}

/* Option names of the columns: "--starts-on". (transfer none): interned. */
static const char *option_name(const PdRightsColumn *column) {
    g_autofree char *name = g_strdelimit(g_strdup(column->name), "_", '-');
    return g_intern_string(name);
}

static void fill_options(Asked *asked, const Verb *verb, GOptionEntry *entries) {
    size_t n = 0;
    for (size_t i = 0; asked->table && verb->takes_columns && i < asked->table->n_columns; i++) {
        const PdRightsColumn *column = &asked->table->columns[i];
        bool is_list = may_repeat(column);
        entries[n++] = (GOptionEntry){option_name(column),
                                      0,
                                      0,
                                      is_list ? G_OPTION_ARG_STRING_ARRAY : G_OPTION_ARG_STRING,
                                      is_list ? (void *)&asked->lists[i] : (void *)&asked->typed[i],
                                      column->about,
                                      column->is_required ? "VALUE (must)" : "VALUE"};
    }
    if (verb->changes) {
        entries[n++] = (GOptionEntry){
            "dry-run", 'n', 0, G_OPTION_ARG_NONE, &asked->is_dry, "show what would change, keep nothing", NULL};
        entries[n++] =
            (GOptionEntry){"message", 'm', 0, G_OPTION_ARG_STRING, &asked->message, "why, kept in the history", "TEXT"};
        entries[n++] = (GOptionEntry){"who", 0, 0, G_OPTION_ARG_STRING, &asked->who, "who does it, if not you", "NAME"};
    }
    if (verb->run == list)
        entries[n++] =
            (GOptionEntry){"all", 'a', 0, G_OPTION_ARG_NONE, &asked->with_ended, "also what is no longer in force", NULL};
    if (verb->run == export)
        entries[n++] = (GOptionEntry){"raw", 0, 0, G_OPTION_ARG_NONE, &asked->is_raw, "no guard against formulas", NULL};
    else
        entries[n++] =
            (GOptionEntry){"format", 'f', 0, G_OPTION_ARG_STRING, &asked->format, "text (default) or json", "FORMAT"};
}

static int run_verb(Asked *asked, const Verb *verb, int argc, char **argv) {
    GOptionEntry entries[PD_RIGHTS_COLUMNS_MAX + COMMON_OPTIONS] = {0};
    int exit_code;
    fill_options(asked, verb, entries);
    if (!pd_cli_options(asked->self, entries, &argc, &argv, &exit_code) ||
        !pd_cli_text_or_json(asked->self, asked->format, &asked->is_json, &exit_code))
        return exit_code;
    return verb->run(asked, argv + 1);
}

static const Verb *find_verb(const char *word) {
    for (size_t i = 0; i < G_N_ELEMENTS(VERBS); i++)
        if (strcmp(VERBS[i].word, word) == 0)
            return &VERBS[i];
    return NULL;
}

static const char *near_verb(const char *word) {
    for (size_t i = 0; i < G_N_ELEMENTS(VERBS); i++)
        if (pd_word_is_near(word, VERBS[i].word))
            return VERBS[i].word;
    return NULL;
}

static const char KIND_HELP[] =
    "list [--all]           what is in force; --all: also what was ended\n"
    "add --COLUMN VALUE …   adds one; lists are joined by '|', or their option is given several times\n"
    "change N --COLUMN …    changes number N; an empty value takes a cell away\n"
    "end N…                 takes out of force; nothing is ever deleted\n"
    "export                 a CSV table (RFC 4180) of what is in force\n"
    "import FILE            reads such a table: a row with the id of one in force changes it, one that is there already is\n"
    "                       left, all others are added; a faulty row is named by its line, and nothing is kept then\n"
    "history [N]            who changed what, and when\n\n"
    "The columns are options of 'add' and 'change', and names in the first line of a table.\n";

static int run_kind(const PdInvocation *invocation, const PdRightsTable *table, int argc, char **argv) {
    static const Verb EVERYTHING = {"add", add, true, true};
    g_autofree char *name = g_strconcat("rights ", table->name, NULL), *summary = g_strdup(table->about);
    summary[0] = g_ascii_toupper(summary[0]);
    PdCommand self = {.name = name,
                      .summary = summary,
                      .synopsis = "[list | add | change N | end N… | import FILE | export | history [N]] [OPTION…]",
                      .help = KIND_HELP,
                      .reads_credits = true};
    g_auto(Asked) asked = {.self = &self, .invocation = invocation, .table = table};
    bool has_verb = argc > 1 && argv[1][0] != '-';
    const Verb *verb = has_verb ? find_verb(argv[1]) : argc > 1 ? &EVERYTHING : &VERBS[0];
    if (!has_verb && argc > 1 && strcmp(argv[1], "--help") != 0 && strcmp(argv[1], "-h") != 0)
        verb = &VERBS[0];
    if (!verb) {
        const char *near = near_verb(argv[1]);
        return near ? pd_cli_usage_error(&self, "no '%s'; did you mean '%s'?", argv[1], near)
                    : pd_cli_usage_error(&self, "no '%s'", argv[1]);
    }
    return run_verb(&asked, verb, argc - has_verb, argv + has_verb);
}

static int unknown_kind(const PdCommand *self, const char *word) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++) {
        if (pd_word_is_near(word, (*table)->name))
            return pd_cli_usage_error(self, "no '%s'; did you mean '%s'?", word, (*table)->name);
        g_string_append_printf(names, "%s, ", (*table)->name);
    }
    return pd_cli_usage_error(self, "no '%s'; there are %shistory and undo", word, names->str);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_auto(Asked) asked = {.self = self, .invocation = invocation};
    if (argc < 2)
        return overview(&asked);
    const PdRightsTable *table = pd_rights_table_find(argv[1]);
    if (table)
        return run_kind(invocation, table, argc - 1, argv + 1);
    const Verb *verb = strcmp(argv[1], "undo") == 0 ? &UNDO : &ALL_HISTORY;
    if (argv[1][0] == '-')
        return run_verb(&asked, verb, argc, argv);
    if (strcmp(argv[1], verb->word) != 0)
        return unknown_kind(self, argv[1]);
    return run_verb(&asked, verb, argc - 1, argv + 1);
}

const PdCommand pd_command_rights = {
    .name = "rights",
    .summary = "Keep parties, licences, leases, quotas and other agreements",
    .synopsis = "[KIND [list | add | change N | end N… | import FILE | export | history [N]]] | history | undo STEP",
    .help =
        "KIND is party, alias, licence, lease, quota, collection, staff, suppression or usage; 'rights KIND --help' shows "
        "its\n"
        "columns. Without a kind: how many of each are in force. What one command changes is one step of the history, kept\n"
        "with who and when; 'undo' takes a step back, by a step of its own.\n\n"
        "Examples:\n"
        "  picdesk rights licence add --holder 'Getty Images' --category agency --ends-on 2027-12-31\n"
        "  picdesk rights lease add --verdict deny --image photos/IMG_2031.jpg --reason 'complaint of 3 May'\n"
        "  picdesk rights quota add --party AFP --period month --uses 100 --dry-run\n"
        "  picdesk rights licence export > licences.csv\n"
        "  picdesk rights licence import licences.csv --dry-run\n"
        "  picdesk rights history\n"
        "  picdesk rights undo 4\n",
    .reads_credits = true,
    .run = run,
};
