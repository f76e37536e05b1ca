/* What can be asked of a parsed credit (include/picdesk/credit.h). Its memory is the grammar's: pd_credit_free() stands
 * there. */
#include "picdesk/credit.h"

#include <string.h>

#include "codec/text.h"

char *pd_credit_chain_text(const PdCredit *credit, const char *separator) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < credit->n_chain; i++) {
        if (i > 0)
            g_string_append(out, separator);
        g_string_append(out, credit->agencies[credit->chain[i]].short_name);
    }
    return g_string_free(out, FALSE);
}

char *pd_credit_flags_text(const PdCredit *credit, const char *separator) {
    GString *out = g_string_new(NULL);
    for (uint32_t bit = 1; bit; bit <<= 1) {
        const char *name = credit->flags & bit ? pd_credit_flag_name((PdCreditFlag)bit) : NULL;
        if (name)
            g_string_append_printf(out, "%s%s", out->len ? separator : "", name);
    }
    return g_string_free(out, FALSE);
}

bool pd_credit_has_party(const PdCredit *credit, const PdParty *party) {
    for (size_t i = 0; i < credit->n_agencies; i++) {
        const PdParty *own = &credit->agencies[i];
        if (party->slug && own->slug ? strcmp(party->slug, own->slug) == 0 : pd_text_same(party->name, own->name))
            return true;
    }
    return false;
}
