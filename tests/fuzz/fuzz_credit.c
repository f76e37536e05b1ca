/* The credit grammar: any text must give a credit whose parts hang together, and a find whose span lies inside the text. */
#include <assert.h>
#include <string.h>

#include "codec/text.h"
#include "picdesk/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_credit(const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_creators; i++)
        assert(credit->creators[i] && g_utf8_validate(credit->creators[i], -1, NULL));
    assert(credit->creators[credit->n_creators] == NULL);
    for (size_t i = 0; i < credit->n_chain; i++)
        assert(credit->chain[i] < credit->n_agencies);
    for (size_t i = 0; i < credit->n_agencies; i++)
        assert(g_utf8_validate(credit->agencies[i].name, -1, NULL) && credit->agencies[i].printed);
    assert(!credit->via || (credit->via >= credit->agencies && credit->via < credit->agencies + credit->n_agencies));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    g_autofree char *text = pd_text_from_bytes(data, size, PD_CHARSET_GUESS, NULL, NULL);
    char *gap = strchr(text, '\n');
    const char *creator = gap ? gap + 1 : NULL;
    PdCreditSpan span;
    if (pd_credit_find(text, &span))
        assert(span.start <= span.line && span.line <= span.line_end && span.line_end <= span.end &&
               span.end <= strlen(text));
    if (gap)
        *gap = '\0';
    g_autoptr(PdCredit) credit = pd_credit_parse(text, creator, pd_limits_default());
    check_credit(credit);
    double likeness = pd_credit_likeness(text);
    assert(likeness >= 0 && likeness <= 1);
    (void)likeness;
    g_free(pd_supplier_id_of_name(text, NULL));
    return 0;
}
