/* Exit codes of failures (cli/ending.h). */
#include "cli/ending.h"

#include "cli/command.h"
#include "host/signal.h"
#include "picdesk/error.h"

int pd_cli_ending(const GError *error) {
    int number = pd_signal_pending();
    return number && g_error_matches(error, PD_ERROR, PD_ERROR_CANCELLED) ? 128 + number : PD_EXIT_FAILED;
}

int pd_cli_ending_at_start(void) {
    int number = pd_signal_pending();
    return number ? 128 + number : PD_EXIT_FAILED;
}
