/* picdesk root: the catalogued trees, and where they lie. */
#include <inttypes.h>
#include <string.h>

#include "cli/command.h"
#include "cli/open.h"
#include "codec/json.h"
#include "codec/text.h"
#include "host/file.h"

static bool print_text(const PdRootRow *root, void *user) {
    (void)user;
    g_autofree char *path = pd_text_printable(root->path);
    g_autofree char *host = pd_text_printable(root->host);
    g_autofree char *missing = root->n_missing ? g_strdup_printf(", %" PRId64 " missing", root->n_missing) : g_strdup("");
    g_autofree char *line = g_strdup_printf("%s%s%s  %" PRId64 " files%s\n", root->is_here ? "" : host,
                                            root->is_here ? "" : ":", path, root->n_files, missing);
    return pd_cli_print(line);
}

static bool print_json(const PdRootRow *root, void *user) {
    (void)user;
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "host", root->host);
    pd_json_member_string(&json, "path", root->path);
    pd_json_member_bool(&json, "here", root->is_here);
    pd_json_member_int(&json, "files", root->n_files);
    pd_json_member_int(&json, "missing", root->n_missing);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    return pd_cli_print(line->str);
}

static int list(const PdInvocation *invocation, bool is_json) {
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    if (pd_catalog_each_root(catalog, is_json ? print_json : print_text, NULL, &error))
        return pd_cli_finish(PD_EXIT_CLEAN);
    pd_cli_warn("%s", error->message);
    return PD_EXIT_FAILED;
}

/* The new path is where the tree is now: links are resolved as a scan does. The old one may be gone. */
static int move(const PdInvocation *invocation, const char *from, const char *to) {
    g_autofree char *old_path = pd_host_absolute(from);
    g_autofree char *new_path = pd_host_real_path(to);
    if (!new_path || pd_host_path_kind(new_path) != PD_PATH_FOLDER) {
        pd_cli_warn("there is no folder '%s'", to);
        return PD_EXIT_FAILED;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    if (pd_catalog_move_root(catalog, old_path, new_path, g_get_user_name(), &error))
        return PD_EXIT_CLEAN;
    pd_cli_warn("%s", error->message);
    return PD_EXIT_FAILED;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL;
    const GOptionEntry entries[] = {{"format", 'f', 0, G_OPTION_ARG_STRING, &format, "of the list: text or json", "FORMAT"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    if (argc == 1 || (argc == 2 && strcmp(argv[1], "list") == 0))
        return list(invocation, is_json);
    if (strcmp(argv[1], "move") == 0 && argc == 4)
        return move(invocation, argv[2], argv[3]);
    return pd_cli_usage_error(self, "it is called as 'root list' or 'root move OLD NEW'");
}

const PdCommand pd_command_root = {
    .name = "root",
    .summary = "List catalogued trees, or say that one lies elsewhere now",
    .synopsis = "[list | move OLD NEW]",
    .help = "Each folder given to 'scan' is a root, unless it lies in one. When a disk is mounted elsewhere, or a whole "
            "tree was\n"
            "moved, 'move' tells the catalogue: files, history and decisions stay, and the next scan reads nothing again.\n"
            "A root of another machine is shown with its name in front and becomes this machine's own when it is moved.\n\n"
            "Examples:\n"
            "  picdesk root\n"
            "  picdesk root move /media/disk1/photos /srv/photos\n",
    .run = run,
};
