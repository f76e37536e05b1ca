/* What the matcher reads of a caption: days, furniture, terms, names of files; the same text shares all its terms with
 * itself. */
#include <string.h>

#include "codec/text.h"
#include "match/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static double rarity(const char *word, void *user) {
    (void)word;
    (void)user;
    return 1.0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = pd_text_from_bytes(data, size, PD_CHARSET_GUESS, NULL, NULL);
    g_autoptr(PdTerms) terms = pd_terms_new();
    g_autoptr(GString) core = g_string_new(NULL);
    pd_terms_add(terms, text, core);
    pd_terms_add_name(terms, text);
    pd_terms_drop(terms, "Harwick");
    pd_terms_weigh(terms, rarity, NULL);
    PdShared shared = pd_terms_shared(terms, terms, NULL);
    g_assert(terms->terms->len <= PD_TERMS_MAX && shared.words + shared.names + shared.numbers == terms->mass);
    for (guint i = 0; i < terms->days->len; i++) {
        PdDay day = g_array_index(terms->days, PdDay, i);
        g_assert(day.start < day.end && day.end <= strlen(text) && day.month >= 1 && day.month <= 12);
    }
    return 0;
}
