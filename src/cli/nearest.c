/* "Did you mean", of commands. */
#include "cli/nearest.h"

#include "cli/command.h"
#include "codec/nearest.h"

enum { NEAR = 2 };

const char *pd_cli_nearest_command(const char *word) {
    const char *best = NULL;
    size_t least = NEAR + 1;
    for (const PdCommand *const *row = pd_commands; *row; row++) {
        size_t distance = pd_word_distance(word, (*row)->name);
        if (distance < least) {
            least = distance;
            best = (*row)->name;
        }
    }
    return best;
}
