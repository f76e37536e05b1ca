/* picdesk doctor: what this machine and this catalogue are like. */
#include <inttypes.h>
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/readers.h"
#include "codec/json.h"
#include "codec/text.h"
#include "picdesk/error.h"

typedef struct {
    PdSandboxLayers layers; /* of the jail that files are read in */
    const char *path;       /* (nullable) no catalogue could be opened */
    PdCatalogStat stat;
    GPtrArray *complaints;
} Findings;

/* The rows of both formats, in order. */
typedef struct {
    const char *key, *label;
    int64_t n;
} Row;

#define N_ROWS 10

static void rows_of(const PdCatalogStat *stat, Row out[N_ROWS]) {
    const Row rows[N_ROWS] = {{"version", "version of the facts", stat->version},
                              {"size_bytes", "bytes", (int64_t)stat->size_bytes},
                              {"images", "images", stat->n_images},
                              {"files", "files", stat->n_files},
                              {"missing", "missing files", stat->n_missing},
                              {"unreadable", "unreadable files", stat->n_unreadable},
                              {"articles", "articles", stat->n_articles},
                              {"figures", "figures", stat->n_figures},
                              {"decisions", "decisions", stat->n_decisions},
                              {"credit_lines", "different credit lines", stat->n_credit_lines}};
    memcpy(out, rows, sizeof rows);
}

static const char *lookups(const PdCatalogStat *stat) {
    return !stat->has_lookups         ? "of another version; 'picdesk rebuild' makes them anew"
           : !stat->are_lookups_whole ? "not filled to the end; the next command that writes goes on"
                                      : "complete";
}

/* ---- the jail */

#define N_LAYERS 4

typedef struct {
    const char *key, *label;
    bool holds;
} Layer;

static void layers_of(const PdSandboxLayers *layers, Layer out[N_LAYERS]) {
    const Layer rows[N_LAYERS] = {{"no_new_privs", "no new privileges", layers->has_no_new_privs},
                                  {"limits", "resource limits", layers->has_limits},
                                  {"seccomp", "system calls: seccomp", layers->has_seccomp},
                                  {"landlock", "files: Landlock", layers->landlock_abi > 0}};
    memcpy(out, rows, sizeof rows);
}

static void append_jail(GString *page, const PdSandboxLayers *layers) {
    Layer rows[N_LAYERS];
    layers_of(layers, rows);
    g_string_append_printf(page, "jail that files are read in: %s\n", pd_sandbox_is_whole(layers) ? "whole" : "not whole");
    for (size_t i = 0; i < N_LAYERS; i++)
        g_string_append_printf(page, "  %-24s %s\n", rows[i].label, rows[i].holds ? "holds" : "missing on this machine");
    if (layers->landlock_abi > 0)
        g_string_append_printf(page, "  %-24s %d\n", "Landlock's version", layers->landlock_abi);
    if (layers->is_sanitized)
        g_string_append(page, "  built with sanitizers: files may be read inside, memory is not limited\n");
}

static void add_jail(PdJson *json, const PdSandboxLayers *layers) {
    Layer rows[N_LAYERS];
    layers_of(layers, rows);
    pd_json_key(json, "sandbox");
    pd_json_begin_object(json);
    pd_json_member_bool(json, "whole", pd_sandbox_is_whole(layers));
    for (size_t i = 0; i < N_LAYERS; i++)
        pd_json_member_bool(json, rows[i].key, rows[i].holds);
    pd_json_member_int(json, "landlock_abi", layers->landlock_abi);
    pd_json_member_bool(json, "sanitized", layers->is_sanitized);
    pd_json_end_object(json);
}

/* Returns false after telling stderr. */
static bool look_at_jail(const PdInvocation *invocation, PdSandboxLayers *out) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, 1, 1, false);
    bool is_seen = readers && pd_readers_layers(readers, out, &error);
    if (error)
        pd_cli_warn("%s", error->message);
    return is_seen;
}

/* ---- all */

static void append_catalogue(GString *page, const Findings *findings) {
    Row rows[N_ROWS];
    g_autofree char *path = pd_text_printable(findings->path);
    g_string_append_printf(page, "catalogue: %s\n", path);
    rows_of(&findings->stat, rows);
    for (size_t i = 0; i < N_ROWS; i++)
        g_string_append_printf(page, "  %-24s %" PRId64 "\n", rows[i].label, rows[i].n);
    g_string_append_printf(page, "  %-24s %s\n", "derived tables", lookups(&findings->stat));
    for (guint i = 0; i < findings->complaints->len; i++) {
        g_autofree char *complaint = pd_text_printable(findings->complaints->pdata[i]);
        g_string_append_printf(page, "  damaged: %s\n", complaint);
    }
    if (findings->complaints->len == 0)
        g_string_append(page, "  sound\n");
}

static void print_text(const Findings *findings) {
    g_autoptr(GString) page = g_string_new("picdesk " PICDESK_VERSION "\n");
    append_jail(page, &findings->layers);
    if (findings->path)
        append_catalogue(page, findings);
    pd_cli_print(page->str);
}

static void add_catalogue(PdJson *json, const Findings *findings) {
    Row rows[N_ROWS];
    pd_json_member_string(json, "catalog", findings->path);
    rows_of(&findings->stat, rows);
    for (size_t i = 0; i < N_ROWS; i++)
        pd_json_member_int(json, rows[i].key, rows[i].n);
    pd_json_member_bool(json, "derived_complete", findings->stat.has_lookups && findings->stat.are_lookups_whole);
    pd_json_key(json, "damage");
    pd_json_begin_array(json);
    for (guint i = 0; i < findings->complaints->len; i++)
        pd_json_string(json, findings->complaints->pdata[i]);
    pd_json_end_array(json);
}

static void print_json(const Findings *findings) {
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "picdesk", PICDESK_VERSION);
    add_jail(&json, &findings->layers);
    if (findings->path)
        add_catalogue(&json, findings);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static int examine(const PdInvocation *invocation, bool is_json) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    Findings findings = {.complaints = complaints};
    if (!look_at_jail(invocation, &findings.layers))
        return PD_EXIT_FAILED;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog) {
        (is_json ? print_json : print_text)(&findings);
        return pd_cli_finish(PD_EXIT_FAILED);
    }
    findings.path = pd_catalog_path(catalog);
    if (!pd_catalog_stat(catalog, &findings.stat, &error) || !pd_catalog_verify(catalog, complaints, &error)) {
        pd_cli_warn("%s", error->message);
        return PD_EXIT_FAILED;
    }
    (is_json ? print_json : print_text)(&findings);
    return pd_cli_finish(complaints->len ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL;
    const GOptionEntry entries[] = {{"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (argc > 1)
        return pd_cli_usage_error(self, "it takes no operands, '%s' was given", argv[1]);
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    return examine(invocation, is_json);
}

const PdCommand pd_command_doctor = {
    .name = "doctor",
    .summary = "Say what the catalogue holds and whether it is sound",
    .synopsis = "[OPTION…]",
    .help =
        "Counts what the catalogue holds and checks every page of its file, which takes a while on a large one. Nothing is\n"
        "written. Exit code 1 when something is damaged: go back to the last copy ('picdesk backup' makes them), or scan\n"
        "and ingest into a new catalogue.\n\n"
        "Before that it says which layers of the jail hold on this machine: files that nobody vouches for are read by\n"
        "processes of their own that cannot open a file, reach the network, start a program or take all memory. A layer "
        "that\n"
        "the kernel lacks is left out; with --require-sandbox a command does nothing then, with --no-sandbox (for "
        "profilers)\n"
        "files are read without a jail.\n\n"
        "Example:\n"
        "  picdesk doctor --format json\n",
    .run = run,
};
