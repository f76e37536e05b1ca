/* Records and articles as JSON objects, one line each: what `inspect --format json` and the web page give. */
#ifndef PICDESK_REPORT_PRESENT_H
#define PICDESK_REPORT_PRESENT_H

#include "codec/json.h"
#include "picdesk/article.h"
#include "picdesk/credit.h"
#include "picdesk/merge.h"

/* The object of an image: every field of the merged answer, `from`, `values` (each standard's word), `alternatives` (other
 * languages, further blocks, what machines left), `conflicts`, `problems`. path: bytes as given. with_all: also `other`,
 * the properties outside the table. No newline at the end. */
void pd_report_image_json(GString *out, const char *path, const PdRecord *record, const PdMerged *merged, bool with_all);

/* The object of an article: title, address, dates, figures with caption, credit line and that line parsed. */
void pd_report_article_json(GString *out, const char *path, const PdArticle *article);

/* The object of a file that could not be read at all. */
/* quarantine (nullable): how its reader ended over it. */
void pd_report_error_json(GString *out, const char *path, const char *why, const char *quarantine);

/* The problems met while reading, under "problems". */
void pd_report_put_problems(PdJson *json, const PdProblem *problems, size_t n);

/* What a parsed credit says, as members of the object that is open. */
void pd_report_put_credit(PdJson *json, const PdCredit *credit);

/* What is wrong with an image file as a whole: it ends too early, or its size cannot be told. NULL when nothing is.
 * (transfer none) until the record is freed. */
const char *pd_report_image_error(const PdRecord *record);

#endif
