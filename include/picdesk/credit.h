/* A credit: a parsed credit line. */
#ifndef PICDESK_CREDIT_H
#define PICDESK_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* What a credit line says beside names. Bits are derived data and may change between versions. */
typedef enum {
    PD_CREDIT_HANDOUT = 1 << 0,
    PD_CREDIT_POOL = 1 << 1,
    PD_CREDIT_STRINGER = 1 << 2,
    PD_CREDIT_STAFF = 1 << 3,
    PD_CREDIT_FILE = 1 << 4,      /* file picture, archive */
    PD_CREDIT_COURTESY = 1 << 5,  /* courtesy of, supplied, provided by, zVg. */
    PD_CREDIT_ANONYMOUS = 1 << 6, /* "-/AFP", "STR": the creator is withheld or unknown */
    PD_CREDIT_UGC = 1 << 7,       /* an account or social network */
    PD_CREDIT_AI = 1 << 8,
    PD_CREDIT_PLACEHOLDER = 1 << 9, /* only marks, no name */
    PD_CREDIT_CONTRIBUTOR = 1 << 10,
    PD_CREDIT_FREELANCE = 1 << 11,
    PD_CREDIT_SCREENGRAB = 1 << 12,
    PD_CREDIT_CREATOR_IS_AGENCY = 1 << 13, /* an organisation stood in the creator field */
    PD_CREDIT_CREATOR_IS_CODE = 1 << 14,
    PD_CREDIT_SWAPPED = 1 << 15,       /* creator and credit fields were exchanged */
    PD_CREDIT_TRUNCATED_IIM = 1 << 16, /* cut at an IIM length */
    PD_CREDIT_REPAIRED = 1 << 17,      /* charset damage was mended */
    PD_CREDIT_UNDATED = 1 << 18,
    PD_CREDIT_STATE_AGENCY = 1 << 19,
    PD_CREDIT_PLATFORM = 1 << 20,     /* the whole credit is a platform: "Facebook", "Internet" */
    PD_CREDIT_CREATOR_ALONE = 1 << 21 /* a creator, and nobody who supplies: no agency, no © line, no client */
} PdCreditFlag;

/* The word of one flag ("handout"), NULL for no single known flag. (transfer none) */
const char *pd_credit_flag_name(PdCreditFlag flag);

typedef enum {
    PD_PARTY_UNKNOWN = 0, /* an organisation the lexicon does not know */
    PD_PARTY_AGENCY,
    PD_PARTY_HOUSE,    /* a publisher or broadcaster */
    PD_PARTY_PLATFORM, /* social network, photo community */
    PD_PARTY_ORGANISATION
} PdPartyKind;

typedef struct {
    const char *slug;       /* (nullable) the lexicon's id; NULL for a party it does not know */
    const char *name;       /* long canonical name, else as printed */
    const char *short_name; /* short canonical name, else as printed */
    const char *printed;    /* as it stood in the line */
    PdPartyKind kind;
    bool is_implied; /* not printed as a credit: the lexicon's agency behind another, or the house after "for" */
} PdParty;

/* One step of the normalisation, for `credit --explain`. */
typedef struct {
    const char *rule; /* "N01" … "N20" */
    const char *before;
    const char *after;
} PdCreditStep;

typedef struct PdCredit {
    const char *line;            /* the credit line as given; "" when none */
    const char *const *creators; /* NULL-terminated, print order */
    size_t n_creators;
    const PdParty *agencies; /* every organisation in print order, implied ones last */
    size_t n_agencies;
    const uint16_t *chain; /* indexes into agencies: origin first, distributor last, repeats dropped */
    size_t n_chain;
    const PdParty *via;           /* (nullable) the distributor named after "via"; one of agencies */
    const char *commissioned_for; /* (nullable) the client or publication after "for" */
    const char *licence;          /* (nullable) "CC BY-SA 2.0" */
    const char *rights_holder;    /* (nullable) the one party of a © line */
    const char *collection;       /* (nullable) */
    const char *role;             /* (nullable) what the lead-in says: "illustration", "graphic", "video", "ai" */
    uint32_t flags;               /* PdCreditFlag */
    int year;                     /* of a © line, 0 = none */
    const PdCreditStep *steps;
    size_t n_steps;
} PdCredit;

/* The chain's short names joined by a separator; "" for an empty chain. (transfer full): g_free(). */
char *pd_credit_chain_text(const PdCredit *credit, const char *separator);
/* The flags' words joined by a separator; "" for none. (transfer full): g_free(). */
char *pd_credit_flags_text(const PdCredit *credit, const char *separator);
/* Whether a party with this slug (when not NULL) or this folded name stands in the chain. */
bool pd_credit_has_party(const PdCredit *credit, const PdParty *party);

void pd_credit_free(PdCredit *credit); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdCredit, pd_credit_free)

G_END_DECLS

#endif
