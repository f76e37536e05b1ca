/* The merged answer: one value per field, chosen from a record by the precedence that picdesk states in its help.
 *
 * Precedence: captured_at, orientation, camera_make, camera_model, lens, gps: EXIF, XMP, IIM. All others: XMP, IIM,
 * EXIF, PNG text; where the Photoshop digest says that the IIM was edited after the XMP: IIM, XMP, EXIF, PNG, but XMP
 * where the IIM value is only the XMP value cut short. A person's correction (desk) goes before everything, a sidecar
 * before the XMP in the file. Within one origin the first block that has the field wins; of XMP language alternatives
 * x-default, else the first. (Metadata Working Group Guidelines 2.0; IPTC mapping guidelines.)
 */
#ifndef PICDESK_MERGE_H
#define PICDESK_MERGE_H

#include "picdesk/record.h"

G_BEGIN_DECLS

/* All that one origin says of one field. */
typedef struct {
    PdField field;
    PdOrigin origin;
    const PdValue *const *items; /* one, or several in order for LIST and PARTY kinds; (transfer none) as the merge */
    size_t n_items;
    bool is_cut; /* an IIM value that is only a longer value of another origin cut at its IIM length */
} PdSaid;

typedef struct PdMerged PdMerged;

/* Merges. (transfer full): pd_merged_free(). Keeps pointers into the record, which must live longer. Never NULL. */
PdMerged *pd_merged_new(const PdRecord *record);
void pd_merged_free(PdMerged *merged); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdMerged, pd_merged_free)

/* What was chosen for a field, NULL when no origin says anything. (transfer none) until the merge is freed. */
const PdSaid *pd_merged_chosen(const PdMerged *merged, PdField field);
/* The chosen text; of a list its first item. NULL when absent. (transfer none) */
const char *pd_merged_text(const PdMerged *merged, PdField field);
/* The chosen list joined with a separator, NULL when absent. (transfer full): g_free(). */
char *pd_merged_join(const PdMerged *merged, PdField field, const char *separator);
/* Everything said of a field, at most one entry per origin, chosen one first. (transfer none) */
const PdSaid *const *pd_merged_said(const PdMerged *merged, PdField field, size_t *out_n);
/* Whether two origins say different things of the field (white space and NFC apart; a cut-off IIM value, or an IIM
 * by-line list without XMP's later names, is no conflict). */
bool pd_merged_has_conflict(const PdMerged *merged, PdField field);

/* Position of PD_FIELD_GPS in degrees and metres. Returns false when the image states none. out_has_alt: whether it
 * states a height; *out_alt is 0 otherwise. */
bool pd_merged_gps(const PdMerged *merged, double *out_lat, double *out_lon, bool *out_has_alt, double *out_alt);

G_END_DECLS

#endif
