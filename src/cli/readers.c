/* The readers of a command (cli/readers.h). */
#include "cli/readers.h"

#include "host/terminal.h"
#include "picdesk/error.h"

/* Fewer files than this are not worth a reader of their own. */
enum { LEAST_FILES = 8, MOST_JOBS = 64 };

static void tell_layers(const PdInvocation *invocation) {
    PdSandboxLayers layers = pd_sandbox_offered();
    if (invocation->is_unjailed)
        pd_cli_warn("note: --no-sandbox: files are read without a jail");
    else if (!pd_sandbox_is_whole(&layers) && pd_terminal_shows_progress())
        pd_cli_warn("note: the jail that files are read in is not whole on this machine; see 'picdesk doctor'");
}

PdReaders *pd_cli_readers(const PdInvocation *invocation, int n_jobs, size_t n_files, bool reads_articles) {
    g_autoptr(GError) error = NULL;
    unsigned n_useful = n_files ? (unsigned)MIN((n_files + LEAST_FILES - 1) / LEAST_FILES, MOST_JOBS) : 0;
    PdReadersOptions options = {.n_readers = n_jobs > 0 ? (unsigned)MIN(n_jobs, MOST_JOBS) : 0,
                                .n_most = n_useful,
                                .reads_articles = reads_articles,
                                .is_unjailed = invocation->is_unjailed,
                                .is_strict = invocation->needs_jail};
    if (n_jobs < 0) {
        pd_cli_warn("-j takes a number from 1 on");
        return NULL;
    }
    tell_layers(invocation);
    PdReaders *readers = pd_readers_new(&options, &error);
    if (readers)
        return readers;
    pd_cli_warn("%s%s", error->message,
                g_error_matches(error, PD_ERROR, PD_ERROR_ARG)
                    ? "; 'picdesk doctor' says more; without --require-sandbox it "
                      "runs with the layers that there are"
                    : "");
    return NULL;
}
