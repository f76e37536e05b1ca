/* Public licences: Creative Commons and its relatives, as image and page state them. */
#ifndef PICDESK_CHECK_CC_H
#define PICDESK_CHECK_CC_H

#include "check/rule.h"

/* What a text or address says of a Creative Commons licence. */
typedef struct {
    bool is_cc;       /* a licence of the BY family; CC0 and the public domain ask for nothing */
    bool has_address; /* an address of creativecommons.org */
    bool is_nc, is_nd, is_sa;
    char version[4]; /* "4.0", "" when it states none */
} PdCc;

/* Reads what a text or address says; false when it is no such licence. */
bool pd_check_cc_read(const char *text, PdCc *out);

/* "CC BY-SA 4.0". (transfer full): g_free(). */
char *pd_check_cc_name(const PdCc *cc);

/* The licence that the image states, in the field it stands in; NULL when there is none that asks for attribution. */
const char *pd_check_cc_of_image(const PdCheck *check, PdField *out_field, PdCc *out);
/* The image's, else the printed one. out_text gets where it was read. */
bool pd_check_cc(const PdCheck *check, PdCc *out, const char **out_text, char **out_evidence);

/* The text that calls the picture free of rights (public domain), crown copyright or under an open government licence; NULL
 * when none does. out_evidence: (transfer full). */
const char *pd_check_public_domain(const PdCheck *check, char **out_evidence);
const char *pd_check_crown(const PdCheck *check, char **out_evidence);

/* The usage category that a stated licence means; NULL without one. */
const char *pd_check_licence_category(const PdCheck *check);

#endif
