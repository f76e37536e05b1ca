/* What all commands share: options, operands, messages, the catalogue's address. */
#include "cli/command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/house.h"
#include "codec/text.h"
#include "host/file.h"

void pd_cli_warn(const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *safe = pd_text_printable(message);
    fprintf(stderr, "picdesk: %s\n", safe);
}

int pd_cli_usage_error(const PdCommand *command, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    pd_cli_warn("%s: %s; see 'picdesk %s --help'", command->name, message, command->name);
    return PD_EXIT_FAILED;
}

bool pd_cli_print(const char *text) {
    return fputs(text, stdout) >= 0;
}

int pd_cli_finish(int exit_code) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return exit_code;
    if (errno != EPIPE)
        pd_cli_warn("cannot write the output: %s", g_strerror(errno));
    return PD_EXIT_FAILED;
}

static int show_help(const PdCommand *command, const GOptionEntry *entries) {
    g_autoptr(GString) page = g_string_new(NULL);
    g_string_append_printf(page, "picdesk %s %s\n\n%s.\n\n%s", command->name, command->synopsis, command->summary,
                           command->help);
    if (entries && entries->long_name)
        g_string_append(page, "\nOptions:\n");
    for (const GOptionEntry *entry = entries; entry && entry->long_name; entry++) {
        if (entry->flags & G_OPTION_FLAG_HIDDEN)
            continue;
        g_autofree char *names =
            g_strdup_printf("%c%c%s--%s%s%s", entry->short_name ? '-' : ' ', entry->short_name ? entry->short_name : ' ',
                            entry->short_name ? ", " : "  ", entry->long_name, entry->arg_description ? " " : "",
                            entry->arg_description ? entry->arg_description : "");
        g_string_append_printf(page, "  %-28s %s\n", names, entry->description);
    }
    pd_cli_print(page->str);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static bool asks_for_help(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

bool pd_cli_options(const PdCommand *command, const GOptionEntry *entries, int *argc, char ***argv, int *out_exit) {
    if (asks_for_help(*argc, *argv)) {
        *out_exit = show_help(command, entries);
        return false;
    }
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    g_option_context_set_help_enabled(context, FALSE);
    if (entries)
        g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, argc, argv, &error)) {
        *out_exit = pd_cli_usage_error(command, "%s", error->message);
        return false;
    }
    /* GOption keeps "--" in front of the operands when one of them begins with '-'. */
    if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
        memmove(*argv + 1, *argv + 2, sizeof(char *) * (size_t)(*argc - 1));
        --*argc;
    }
    if (command->reads_credits && !pd_cli_house_lexicons()) {
        *out_exit = PD_EXIT_FAILED;
        return false;
    }
    return true;
}

bool pd_cli_text_or_json(const PdCommand *command, const char *format, bool *out_is_json, int *out_exit) {
    bool is_json = g_strcmp0(format, "json") == 0;
    if (format && !is_json && strcmp(format, "text") != 0) {
        *out_exit = pd_cli_usage_error(command, "no format '%s'; there are text and json", format);
        return false;
    }
    *out_is_json = is_json;
    return true;
}

static bool append_list(GPtrArray *paths, const char *files_from, bool is_null_separated) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pd_host_read(files_from, 64u << 20, &error);
    if (!bytes) {
        pd_cli_warn("%s", error->message);
        return false;
    }
    size_t len;
    const char *data = g_bytes_get_data(bytes, &len);
    const char *end = data + len;
    while (data < end) {
        const char *stop = memchr(data, is_null_separated ? '\0' : '\n', (size_t)(end - data));
        if (!stop)
            stop = end;
        if (stop > data)
            g_ptr_array_add(paths, g_strndup(data, (size_t)(stop - data)));
        data = stop + 1;
    }
    return true;
}

char *pd_cli_read_text(const char *path, GError **error) {
    g_autoptr(GBytes) bytes = pd_host_read(path, pd_limits_default()->article_bytes, error);
    if (!bytes)
        return NULL;
    gsize len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    return pd_text_from_bytes(data, len, PD_CHARSET_GUESS, NULL, NULL);
}

char **pd_cli_paths(int argc, char **argv, const char *files_from, bool is_null_separated) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (int i = 1; i < argc; i++)
        g_ptr_array_add(paths, g_strdup(argv[i]));
    if (files_from && !append_list(paths, files_from, is_null_separated))
        return NULL;
    g_ptr_array_add(paths, NULL);
    return (char **)g_ptr_array_steal(paths, NULL);
}
