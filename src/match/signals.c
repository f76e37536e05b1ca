/* The table of signals. */
#include "match/signal.h"

#define PD_ROW(name) extern const PdSignal pd_signal_##name;
#include "match/signals.def"
#undef PD_ROW

const PdSignal *const pd_signals[] = {
#define PD_ROW(name) &pd_signal_##name,
#include "match/signals.def"
#undef PD_ROW
    NULL,
};
