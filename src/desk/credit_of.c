/* The credit that an image's own metadata states (desk/credit_of.h). */
#include "desk/credit_of.h"

#include "picdesk/grammar.h"

PdCredit *pd_desk_credit_of(const PdMerged *merged) {
    const char *line = pd_merged_text(merged, PD_FIELD_CREDIT);
    if (!line)
        line = pd_merged_text(merged, PD_FIELD_SOURCE);
    g_autofree char *creators = pd_merged_join(merged, PD_FIELD_CREATORS, "; ");
    return line || creators ? pd_credit_parse(line, creators, pd_limits_default()) : NULL;
}
