/* Edit distance for "did you mean" (Levenshtein). */
#include "codec/nearest.h"

#include <string.h>

#include <glib.h>

enum { LONGEST = 40, NEAR = 2 };

size_t pd_word_distance(const char *a, const char *b) {
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

int pd_word_is_near(const char *word, const char *known) {
    size_t distance = pd_word_distance(word, known);
    return distance <= NEAR && 2 * distance < strlen(known);
}
