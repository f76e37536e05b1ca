/* Inside the house: filling records by the million, and records as they are encoded. */
#ifndef PICDESK_MODEL_RECORD_H
#define PICDESK_MODEL_RECORD_H

#include "picdesk/record.h"

/* pd_record_add() of a text that stands somewhere in valid UTF-8; value->text is not looked at. */
bool pd_record_add_bytes(PdRecord *record, const PdValue *value, const char *text, size_t len, const PdLimits *limits);

/* Empties a record that is to be filled again, in the memory it has. */
void pd_record_clear(PdRecord *record);

/* pd_record_encode() to the end of an array. */
void pd_record_encode_to(const PdRecord *record, GByteArray *out);

/* Proof of a whole file's content. */
enum { PD_SHA256_BYTES = 32 };

/* What stands at the beginning of a flat record. */
typedef struct {
    PdFormat format;
    uint32_t width_px, height_px;
    uint8_t pixel_key[16];
} PdRecordHead;

/* A flat record that pd_record_check() found whole. */
typedef struct {
    const uint8_t *bytes; /* (transfer none) */
    size_t len;
    PdRecordHead head;
} PdFlatRecord;

/* Whether pd_record_decode() would take these bytes, without taking them apart. *out is set then. */
bool pd_record_check(const uint8_t *data, size_t len, const PdLimits *limits, PdRecordHead *out);

#endif
