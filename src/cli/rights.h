/* Rights, printed. */
#ifndef PICDESK_CLI_RIGHTS_H
#define PICDESK_CLI_RIGHTS_H

#include "catalog/rights.h"

/* One row: for people, and as a JSON line. */
void pd_cli_right_text(const PdRightsTable *table, const PdRightsRow *row);
void pd_cli_right_json(const PdRightsTable *table, const PdRightsRow *row);
/* "changed licence 3: ends_on 2026-12-31 -> 2027-12-31". (transfer full): g_free(). */
char *pd_cli_change_text(const PdRightsChange *change);
void pd_cli_change_json(const PdRightsChange *change);
/* "2026-05-03T10:12:00Z". (transfer full): g_free(). */
char *pd_cli_moment(int64_t at_us);

#endif
