/* Edit distance for "did you mean". */
#include "cli/nearest.h"

#include <string.h>

#include "cli/command.h"

enum { LONGEST = 24, NEAR = 2 };

static size_t distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j], change = diagonal + (a[i - 1] != b[j - 1]);
            row[j] = MIN(MIN(row[j] + 1, row[j - 1] + 1), change);
            diagonal = above;
        }
    }
    return row[m];
}

const char *pd_cli_nearest_command(const char *word) {
    const char *best = NULL;
    size_t least = NEAR + 1;
    for (const PdCommand *const *row = pd_commands; *row; row++) {
        size_t d = distance(word, (*row)->name);
        if (d < least) {
            least = d;
            best = (*row)->name;
        }
    }
    return best;
}
