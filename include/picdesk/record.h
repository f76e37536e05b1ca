/* A record: what one image file says about itself, every value with its origin.
 *
 * A record is made by pd_image_read() (picdesk/image.h) or by pd_record_decode(), and is not changed afterwards. Nothing is
 * thrown away because another standard says something else: the merged answer (picdesk/merge.h) is derived from it.
 * Words: field = a property of picdesk's table (fields.def); origin = the standard or place a value came from.
 * Threads: a record may be read by several threads at once while none changes it.
 */
#ifndef PICDESK_RECORD_H
#define PICDESK_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

G_BEGIN_DECLS

typedef enum {
    PD_FIELD_OTHER = 0, /* a property outside the table; PdValue.property names it */
#define PD_FIELD(number, NAME, key, label, kind, iim, xmp, exif, png) PD_FIELD_##NAME = number,
#include "picdesk/fields.def"
#undef PD_FIELD
    PD_N_FIELDS
} PdField;

typedef enum { PD_KIND_TEXT, PD_KIND_LIST, PD_KIND_DATE, PD_KIND_WORD, PD_KIND_GPS, PD_KIND_PARTY } PdFieldKind;

/* A row of the field table. Texts are constant and valid for ever. */
typedef struct {
    PdField field;
    PdFieldKind kind;
    const char *key;   /* the name in JSON and CSV */
    const char *label; /* the name for people */
    uint16_t iim;      /* record * 1000 + dataset, 0 = none */
    const char *xmp;   /* (nullable) paths joined by '|', first wins */
    const char *exif;  /* (nullable) EXIF tag names joined by '|' */
    const char *png;   /* (nullable) PNG keywords joined by '|' */
} PdFieldInfo;

/* The row of a field, NULL for PD_FIELD_OTHER and numbers outside the table. (transfer none) */
const PdFieldInfo *pd_field_info(PdField field);
/* The row with this key, NULL if there is none. (transfer none) */
const PdFieldInfo *pd_field_by_key(const char *key);

typedef enum {
    PD_ORIGIN_NONE = 0,
    PD_ORIGIN_EXIF,
    PD_ORIGIN_IPTC, /* IPTC-IIM */
    PD_ORIGIN_XMP,
    PD_ORIGIN_PNG, /* PNG text chunks */
    PD_ORIGIN_SIDECAR,
    PD_ORIGIN_FILENAME,
    PD_ORIGIN_DESK, /* a person's correction */
    PD_ORIGIN_C2PA, /* a C2PA manifest; its signature is not checked */
    PD_N_ORIGINS
} PdOrigin;

/* "exif", "iptc", "xmp", "png", "sidecar", "filename", "desk", "c2pa"; NULL for none. (transfer none) */
const char *pd_origin_name(PdOrigin origin);

typedef enum {
    PD_FORMAT_UNKNOWN = 0,
    PD_FORMAT_JPEG,
    PD_FORMAT_PNG,
    PD_FORMAT_WEBP,
    PD_FORMAT_TIFF,
    PD_FORMAT_GIF,
    PD_FORMAT_HEIF,
    PD_FORMAT_AVIF,
    PD_FORMAT_BMP,
    PD_FORMAT_PSD,
    PD_FORMAT_JP2,
    PD_FORMAT_JXL,
    PD_FORMAT_RAW,
    PD_FORMAT_XMP, /* no image: an XMP packet in a file of its own */
    PD_N_FORMATS
} PdFormat;

/* "jpeg", "png", … ; NULL for unknown. (transfer none) */
const char *pd_format_name(PdFormat format);

/* Facts about the file that are no values. The bits are part of the stored encoding. */
typedef enum {
    PD_SIGN_IIM_EDITED = 1 << 0,   /* Photoshop digest (resource 0x0425) differs from the IIM block: IIM goes before XMP */
    PD_SIGN_C2PA = 1 << 1,         /* a C2PA manifest is present */
    PD_SIGN_THUMBNAIL = 1 << 2,    /* an EXIF thumbnail is present, see thumbnail_at */
    PD_SIGN_TRUNCATED = 1 << 3,    /* the coded image or a block ends before its stated length */
    PD_SIGN_EXTENDED_XMP = 1 << 4, /* extended XMP was put together */
    PD_SIGN_EXTENSION = 1 << 5     /* the file's name ends in another format's extension (set by the caller) */
} PdSign;

/* What is known of one value beside its text. The bits are part of the stored encoding. */
typedef enum {
    PD_VALUE_CUT = 1 << 0,      /* longer than a limit of picdesk, cut */
    PD_VALUE_REPAIRED = 1 << 1, /* bytes were not valid in the declared charset and were replaced */
    PD_VALUE_GUESSED = 1 << 2,  /* no charset declared: guessed */
    PD_VALUE_JUNK = 1 << 3      /* text that a camera leaves by itself, or that damage tore: kept, never chosen */
} PdValueFlag;

#define PD_AT_UNKNOWN UINT64_MAX

typedef struct {
    PdField field;
    PdOrigin origin;
    uint16_t block;       /* which block of that origin in the file, 0 first */
    uint16_t item;        /* place in a list or among language alternatives, 0 first */
    uint32_t flags;       /* PdValueFlag */
    uint64_t at;          /* byte offset in the file of the value or of its block; PD_AT_UNKNOWN */
    const char *property; /* name in its standard: "dc:description", "2:120", "ImageDescription" */
    const char *text;     /* valid UTF-8 without NUL, never empty */
    const char *lang;     /* (nullable) language of an XMP alternative, "x-default" included */
    const char *uri;      /* (nullable) address that belongs to the text (Licensor URL) */
} PdValue;

typedef struct {
    const char *block; /* "jpeg", "exif", "iptc", "xmp", "png" … */
    uint64_t at;       /* byte offset in the file, PD_AT_UNKNOWN */
    const char *what;  /* one line, no full stop */
} PdProblem;

typedef struct PdRecord {
    PdFormat format;
    uint32_t width_px, height_px; /* as stored, before orientation; 0 = unknown */
    uint32_t signs;               /* PdSign */
    uint64_t thumbnail_at;        /* byte offset and length of the EXIF thumbnail, 0 and 0 without */
    uint64_t thumbnail_bytes;
    uint8_t pixel_key[16]; /* XXH3-128 over the coded image: its length, its first and last 16 KiB; all zero = unknown */
    const PdValue *values; /* (transfer none) until the record is freed; in the order read */
    size_t n_values;
    const PdProblem *problems; /* (transfer none) as above */
    size_t n_problems;
} PdRecord;

/* A new empty record. (transfer full): pd_record_free(). Never NULL. */
PdRecord *pd_record_new(void);
void pd_record_free(PdRecord *record); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdRecord, pd_record_free)

/* Adds a copy of the value and of its texts. Empty or blank text is not added. Returns false when limits->values is
 * reached (a problem says so once). Text longer than limits->value_bytes is cut at a character and flagged. */
bool pd_record_add(PdRecord *record, const PdValue *value, const PdLimits *limits);
/* Adds a problem; beyond limits->problems only the last row counts the rest. */
void pd_record_add_problem(PdRecord *record, const char *block, uint64_t at, const PdLimits *limits, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The flat encoding: versioned in its first byte, little-endian, lengths before texts; what workers send and what the
 * catalogue keeps. Unknown fields of a later version are kept by number. (transfer full): g_bytes_unref(). */
GBytes *pd_record_encode(const PdRecord *record);
/* Reads the flat encoding, trusting nothing. (transfer full): pd_record_free(). NULL and PD_ERROR_FORMAT when the bytes
 * are damaged, PD_ERROR_LIMIT when they exceed the limits. */
PdRecord *pd_record_decode(const uint8_t *data, size_t len, const PdLimits *limits, GError **error);

G_END_DECLS

#endif
