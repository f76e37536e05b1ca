/* The default limits: generous for real press files, small enough that no input takes the machine. */
#include "picdesk/limits.h"

static const PdLimits DEFAULTS = {
    .block_bytes = 16u << 20,
    .value_bytes = 64u << 10,
    .values = 4096,
    .problems = 64,
    .segments = 65536,
    .depth = 64,
    .article_bytes = 32u << 20,
    .figures = 2000,
    .line_bytes = 4096,
    .names = 256,
    .pixels = 256u << 20,
};

const PdLimits *pd_limits_default(void) {
    return &DEFAULTS;
}
