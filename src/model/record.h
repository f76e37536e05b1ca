/* Inside the house: filling a record from bytes that no NUL ends. */
#ifndef PICDESK_MODEL_RECORD_H
#define PICDESK_MODEL_RECORD_H

#include "picdesk/record.h"

/* pd_record_add() of a text that stands somewhere in valid UTF-8; value->text is not looked at. */
bool pd_record_add_bytes(PdRecord *record, const PdValue *value, const char *text, size_t len, const PdLimits *limits);

#endif
