/* A command of the program: one file under cli/command and one row in commands.def. */
#ifndef PICDESK_CLI_COMMAND_H
#define PICDESK_CLI_COMMAND_H

#include <stdbool.h>

#include <glib.h>

#include "catalog/catalog.h"

/* Exit codes: what the shell sees. */
enum { PD_EXIT_CLEAN = 0, PD_EXIT_FINDINGS = 1, PD_EXIT_FAILED = 2 };

/* What a command was called with. */
typedef struct {
    const char *program;   /* "picdesk" */
    const char *catalog;   /* (nullable) --catalog ADDRESS or PICDESK_CATALOG; NULL = the default place */
    bool is_catalog_named; /* --catalog or PICDESK_CATALOG was given */
    bool is_unjailed;      /* --no-sandbox */
    bool needs_jail;       /* --require-sandbox */
} PdInvocation;

typedef struct PdCommand {
    const char *name;
    const char *summary;  /* one line for `help` */
    const char *synopsis; /* arguments after the name: "[OPTION…] FILE…" */
    const char *help;     /* paragraphs and examples, shown by --help */
    bool reads_credits;   /* it parses credits: the house's lexicon files are read before it begins */
    /* Does it; argv[0] is the name. Returns the exit code. */
    int (*run)(const PdInvocation *invocation, const struct PdCommand *self, int argc, char **argv);
} PdCommand;

/* The table, NULL-terminated, in the order of commands.def. */
extern const PdCommand *const pd_commands[];
const PdCommand *pd_command_find(const char *name);

/* Parses a command's options with GOption; --help is handled. Reads the house's lexicon files for a command that reads
 * credits. Returns false when the command is to end now, with the exit code in *out_exit (0 after --help, 2 after an error,
 * told on stderr with the way out). argc and argv keep the operands, argv[0] the name. */
bool pd_cli_options(const PdCommand *command, const GOptionEntry *entries, int *argc, char ***argv, int *out_exit);

/* Reads --format of a command that knows text (the default, also for NULL) and json. False after telling stderr, with 2 in
 * *out_exit. */
bool pd_cli_text_or_json(const PdCommand *command, const char *format, bool *out_is_json, int *out_exit);

/* Opens the invocation's catalogue; on failure tells stderr and returns NULL (exit 2). */
PdCatalog *pd_cli_open(const PdInvocation *invocation, PdCatalogMode mode);

/* Operands and --files-from FILE (or -), -0: one list in order. (transfer full): g_strfreev(). NULL after telling stderr. */
char **pd_cli_paths(int argc, char **argv, const char *files_from, bool is_null_separated);

/* The text of a table that a command takes in, "-" for standard input, in whatever charset it is written. PD_ERROR_IO,
 * PD_ERROR_LIMIT. (transfer full): g_free(). */
char *pd_cli_read_text(const char *path, GError **error);

/* Messages on stderr: "picdesk: …", control characters escaped. warn for one input, fail before exit 2. */
void pd_cli_warn(const char *format, ...) G_GNUC_PRINTF(1, 2);
int pd_cli_usage_error(const PdCommand *command, const char *format, ...) G_GNUC_PRINTF(2, 3); /* returns 2 */
/* Results on stdout. Returns false when stdout is gone (closed pipe): the command ends quietly. */
bool pd_cli_print(const char *text);
/* Flushes stdout; returns exit_code, or 2 with a message when writing failed (full disk). */
int pd_cli_finish(int exit_code);

#endif
