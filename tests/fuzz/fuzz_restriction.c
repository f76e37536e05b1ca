/* Restriction phrases: spans lie inside the text, parameters are text. */
#include <assert.h>
#include <string.h>

#include "codec/text.h"
#include "credit/restriction.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    PdRestrictionPlace place = size > 0 && data[0] & 1 ? PD_RESTRICTION_IN_PROSE : PD_RESTRICTION_IN_FIELD;
    g_autofree char *text = pd_text_from_bytes(data, size, PD_CHARSET_GUESS, NULL, NULL);
    g_autoptr(GArray) found = pd_restriction_parse(text, place, pd_limits_default());
    for (guint i = 0; i < found->len; i++) {
        const PdRestriction *restriction = &g_array_index(found, PdRestriction, i);
        assert(restriction->start < restriction->end && restriction->end <= strlen(text));
        g_autofree char *word = pd_restriction_text(restriction);
        assert(g_utf8_validate(word, -1, NULL));
    }
    return 0;
}
