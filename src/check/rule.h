/* What a rule is written with: one file under check/rule and one row in rules.def. The file defines pd_rule_NAME, where NAME
 * is the rule's id with '_' for '-'. */
#ifndef PICDESK_CHECK_RULE_H
#define PICDESK_CHECK_RULE_H

#include "check/demands.h"
#include "picdesk/check.h"
#include "picdesk/grammar.h"

struct PdCheck {
    const PdUse *use;
    const PdCheckContext *context;
    const PdPolicy *policy; /* of the context, as now_s */
    int64_t now_s;
    const PdRule *rule; /* the one that runs */
    GArray *findings;
    char *today;              /* "2026-11-22" in the house's time zone */
    GPtrArray *parties;       /* slugs and folded names of all whom the use names, for pd_rights_of_party() */
    const PdLicence *licence; /* (nullable) the catalogue's that covers the use today */
    const char *category;     /* (nullable) by what right it is used */
    PdCost cost;
    PdCredit *notice;         /* (nullable) the image's copyright notice, parsed */
    const PdParty *supplier;  /* (nullable) whose file-name pattern was seen */
    char *supplier_id;        /* (nullable) "getty:1302441145" */
    const char *supplier_at;  /* (nullable) the name or address it was seen in */
    bool is_supplier_in_page; /* supplier_at is the figure's address */
    GArray *demands;          /* of PdDemand: what the image's texts restrict and state */
};

/* Adds a finding of the running rule. severity: what the rule thinks, usually check->rule->severity; the policy's word goes
 * before it. The caller fills in the texts, which belong to the finding. Valid until the next one is added. */
PdFinding *pd_check_add(PdCheck *check, PdSeverity severity, const char *message, ...) G_GNUC_PRINTF(3, 4);

/* The rule's severity, but no more than a warning when the image's pair is a guess that is not sure enough to accuse by. */
PdSeverity pd_check_pair_severity(const PdCheck *check);

/* ---- the page */

/* Whether the figure is a picture that readers see (no video, not only in the page's metadata). */
bool pd_check_is_shown(const PdUse *use);
/* Whether the page prints a credit, beside the picture or inside the caption. */
bool pd_check_is_printed(const PdUse *use);
/* "figure 2, figcaption". (transfer full): g_free(). */
char *pd_check_place(const PdUse *use);

/* ---- the record */

/* Whether a credit names a person or a party, not only marks. NULL names nobody. */
bool pd_check_names_someone(const PdCredit *credit);
/* The best credit the image states: credit fields, else inside its caption, else its copyright notice; NULL when none names
 * someone. (transfer none) */
const PdCredit *pd_check_stated(const PdCheck *check);
/* Where pd_check_stated() was read: "iptc 2:110 at byte 1234". (transfer full): g_free(). NULL when nothing is stated. */
char *pd_check_stated_at(const PdCheck *check);
/* The origin of what was chosen for a field, "xmp photoshop:Credit at byte 90". (transfer full): g_free(). NULL when absent.
 */
char *pd_check_field_at(const PdUse *use, PdField field);
char *pd_check_value_at(const PdValue *value);
/* The credit as it should be printed: creators, then the chain. (transfer full): g_free(). */
char *pd_check_credit_text(const PdCredit *credit);
/* The credit to ask for when none or a wrong one is printed: what is stated, else the supplier's name; NULL when unknown.
 * (transfer full): g_free(). */
char *pd_check_wanted(const PdCheck *check);

/* What is printed credits of, beside the picture or in it; else, without a figure, what the image states. (nullable) */
const PdCredit *pd_check_shown_credit(const PdCheck *check);
/* Whether one of these folded phrases stands in one of the figure's texts (caption, credit, alternative text). */
bool pd_check_page_says(const PdUse *use, const char *const *phrases, size_t n_phrases);

/* ---- demands */

/* The first demand of a class, NULL for none. (transfer none) */
const PdDemand *pd_check_demand(const PdCheck *check, PdRestrictionClass class);
/* Fills in what a finding about a demand tells: its words, where they stand, the field. */
void pd_check_tell_demand(PdFinding *finding, const PdDemand *demand);

/* ---- comparing */

/* Whether both name the same person: order, initials, diacritics, dropped middle names and one wrong letter tolerated. */
bool pd_check_is_same_person(const char *a, const char *b);
/* Whether some creator of one is a creator of the other. */
bool pd_check_creators_meet(const PdCredit *a, const PdCredit *b);
/* Whether some party of one, or the company that it belongs to, stands in the other. */
bool pd_check_parties_meet(const PdCredit *a, const PdCredit *b);
/* Whether the party is the house itself. */
bool pd_check_is_house(const PdPolicy *policy, const PdParty *party);
/* Whether the house's medium sells something. */
bool pd_check_is_commercial(const PdPolicy *policy);
/* Whether a credit names agencies, and all of them are the house. */
bool pd_check_names_only_house(const PdCheck *check, const PdCredit *credit);
/* Whether the chain names the party or the company that it belongs to. */
bool pd_check_has_party_or_parent(const PdCredit *credit, const PdParty *party);
/* Whether the party is a collection that another agency sells ("Hulton Archive"). */
bool pd_check_is_collection(const PdParty *party);
/* The base name of a path or address, query cut off. (transfer full): g_free(). */
char *pd_check_base_name(const char *path_or_url);
/* Whether two figures show one picture: the same address, scheme, query and a size in its name apart. */
bool pd_check_is_same_picture(const PdFigure *a, const PdFigure *b);
/* Whether the house sells pictures on (its medium is "syndication"). */
bool pd_check_is_resale(const PdPolicy *policy);
/* Whether the rule has found something already; only for rules further down the table. */
bool pd_check_has_found(const PdCheck *check, const char *rule);
/* How the published copy differs from the image in shape, as a fraction; 0 when one of them is unknown. */
double pd_check_aspect_off(const PdImage *image, const PdImage *copy);

#endif
