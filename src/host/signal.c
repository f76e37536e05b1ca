/* Signals (host/signal.h). */
#include "host/signal.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t pending;

static void on_signal(int number) {
    if (pending)
        _exit(128 + number);
    pending = number;
}

/* A signal that the caller ignores (nohup) stays ignored. No SA_RESTART: a slow read comes back. */
static void watch_one(int number) {
    struct sigaction old, action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
        return;
    sigaction(number, &action, NULL);
}

void pd_signal_watch(void) {
    watch_one(SIGINT);
    watch_one(SIGTERM);
    watch_one(SIGHUP);
    signal(SIGXFSZ, SIG_IGN);
}

int pd_signal_pending(void) {
    return pending;
}
