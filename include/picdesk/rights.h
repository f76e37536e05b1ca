/* Rights: what the house agreed with others and what people decided about single pictures. Facts of the catalogue, handed
 * to the check as one read-only view.
 *
 * Words: party = the slug of an agency, creator or house, or a name folded by pd_text_words() where it has none; day =
 * "2026-11-22". Ids are the catalogue's. An image list names catalogue ids in ascending order; who fills the view adds the
 * other images of the same work. Threads: read by several at once while none adds.
 */
#ifndef PICDESK_RIGHTS_H
#define PICDESK_RIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Where and when something holds. Lists end in NULL; NULL or an empty list means every one. Days count whole, the last one
 * too; NULL means without end. */
typedef struct {
    const char *const *media;     /* words of the policy's media: "web", "magazine" */
    const char *const *territory; /* ISO 3166 codes */
    const char *from, *to;        /* (nullable) days */
} PdRightScope;

/* A granted right with its paper. Without images it is a contract about all pictures of the holder. */
typedef struct {
    int64_t id;
    const char *holder;   /* party */
    const char *name;     /* (nullable) the holder's, as people write it */
    const char *category; /* a word of pd_usage_categories */
    PdRightScope scope;
    const char *required_credit; /* (nullable) */
    const char *fee;             /* (nullable) as agreed: "120.00 EUR" */
    const char *document;        /* (nullable) where the paper is */
    /* What a permissions log asks besides. All (nullable), numbers as written. */
    const char *contact, *requested_on, *granted_on, *languages, *editions, *formats, *print_run, *copies_due, *restrictions;
    const int64_t *images;
    size_t n_images;
} PdLicence;

/* A dated allow or deny on images, or on all pictures of a party. */
typedef struct {
    int64_t id;
    bool is_allow;
    const char *party; /* (nullable) when images are named */
    const int64_t *images;
    size_t n_images;
    PdRightScope scope;
    const char *who, *why;
} PdLease;

/* How many uses of a party's pictures are agreed per period. */
typedef struct {
    int64_t id;
    const char *party;
    const char *period; /* "day", "week", "month", "year" */
    int64_t limit;
    int64_t used;          /* in the period that the check falls into */
    const char *from, *to; /* (nullable) first and last day of that period */
} PdQuota;

/* A person whose pictures the house owns or may use, from one day to another. */
typedef struct {
    int64_t id;
    const char *name;      /* as people write it */
    const char *house;     /* (nullable) credit of the house: "The Example Post" */
    const char *kind;      /* "staff" or "contract" */
    const char *from, *to; /* (nullable) days */
} PdStaff;

/* A collection of a party that is inside the contract, or is paid for each time. */
typedef struct {
    int64_t id;
    const char *party;
    const char *name; /* "Hulton Archive" */
    bool is_paid;
} PdCollection;

/* A finding that somebody answered for. */
typedef struct {
    int64_t id;
    const char *rule;
    int64_t image_id, article_id; /* 0 = any */
    const char *reason;
    const char *until; /* day */
    const char *who;
} PdSuppression;

/* A use that no article of the catalogue shows: a printed page, a newsletter, an import. */
typedef struct {
    int64_t id;
    int64_t image_id;
    const char *medium;
    const char *used_on;                                            /* day */
    const char *publication, *section, *page, *edition, *placement; /* (nullable) */
    const char *size;                                               /* (nullable) as printed: "half page", "640x480" */
    int64_t quantity;                                               /* uses that this row stands for, at least 1 */
    const char *credit_line;                                        /* (nullable) as printed */
    const char *note;                                               /* (nullable) */
} PdUsage;

/* The view. Arrays in the order added. */
typedef struct PdRights {
    const PdLicence *licences;
    size_t n_licences;
    const PdLicence *requests; /* asked for, not granted: they give no right */
    size_t n_requests;
    const PdLease *leases;
    size_t n_leases;
    const PdQuota *quotas;
    size_t n_quotas;
    const PdStaff *staff;
    size_t n_staff;
    const PdCollection *collections;
    size_t n_collections;
    const PdSuppression *suppressions;
    size_t n_suppressions;
    const PdUsage *usages;
    size_t n_usages;
} PdRights;

/* An empty view. (transfer full): pd_rights_free(). Never NULL. */
PdRights *pd_rights_new(void);
void pd_rights_free(PdRights *rights); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdRights, pd_rights_free)

/* Each adds a copy of the row, of its texts and lists. */
void pd_rights_add_licence(PdRights *rights, const PdLicence *licence);
void pd_rights_add_request(PdRights *rights, const PdLicence *request);
void pd_rights_add_lease(PdRights *rights, const PdLease *lease);
void pd_rights_add_quota(PdRights *rights, const PdQuota *quota);
void pd_rights_add_staff(PdRights *rights, const PdStaff *person);
void pd_rights_add_collection(PdRights *rights, const PdCollection *collection);
void pd_rights_add_suppression(PdRights *rights, const PdSuppression *suppression);
void pd_rights_add_usage(PdRights *rights, const PdUsage *usage);

typedef enum {
    PD_RIGHT_LICENCE = 0,
    PD_RIGHT_LEASE,
    PD_RIGHT_QUOTA,
    PD_RIGHT_STAFF, /* by folded name, as party */
    PD_RIGHT_COLLECTION,
    PD_RIGHT_SUPPRESSION, /* by image, or by image 0 those that name none */
    PD_RIGHT_USAGE,
    PD_RIGHT_REQUEST,
    PD_N_RIGHTS
} PdRightKind;

/* The rows of one kind that name an image, and those that name a party: indexes into the view's array, in the order added,
 * *out_n of them. (transfer none) (nullable): NULL and 0 for none. */
const uint32_t *pd_rights_of_image(const PdRights *rights, PdRightKind kind, int64_t image_id, size_t *out_n);
const uint32_t *pd_rights_of_party(const PdRights *rights, PdRightKind kind, const char *party, size_t *out_n);

/* Whether a day lies in from … to. day: "2026-11-22" or longer; (nullable): NULL lies in everything. */
bool pd_right_scope_holds_on(const PdRightScope *scope, const char *day);
/* Whether medium and territory (nullable: unknown is covered only by "every one") are covered, whatever the day. */
bool pd_right_scope_covers(const PdRightScope *scope, const char *medium, const char *territory);

/* By what right a picture is used: one row for each category of licences. Texts are constant. */
typedef struct {
    const char *name;  /* "agency", "creative-commons" */
    const char *about; /* one line for people */
    bool is_chargeable;
} PdUsageCategory;

/* NULL-terminated by a row without a name. */
extern const PdUsageCategory pd_usage_categories[];
/* (nullable) (transfer none) */
const PdUsageCategory *pd_usage_category_find(const char *name);

G_END_DECLS

#endif
