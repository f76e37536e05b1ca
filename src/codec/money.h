/* Money: amounts in a currency's minor unit (ISO 4217). */
#ifndef PICDESK_CODEC_MONEY_H
#define PICDESK_CODEC_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* How many decimals a currency has ("EUR": 2, "JPY": 0), -1 for a code that ISO 4217 does not know. */
int pd_currency_decimals(const char *code);
/* "1250", "1250.5" or "1,250.50" with a known currency, as minor units. PD_ERROR_ARG for anything else, also when there are
 * more decimals than the currency has. */
bool pd_money_parse(const char *text, const char *currency, int64_t *out_minor, GError **error);
/* "1250.50". (transfer full): g_free(). */
char *pd_money_text(int64_t minor, const char *currency);

#endif
