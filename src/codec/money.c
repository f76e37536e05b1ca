/* Amounts and currencies (codec/money.h): the codes of ISO 4217 in use, by their number of decimals. */
#include "codec/money.h"

#include <inttypes.h>
#include <string.h>

#include "picdesk/error.h"

static const struct {
    int decimals;
    const char *codes; /* of three letters each, apart by a space */
} CURRENCIES[] = {
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
        "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
        "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
        "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
        "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG"},
};

enum { CODE_LEN = 3, DIGITS_MAX = 15 };

int pd_currency_decimals(const char *code) {
    if (strlen(code) != CODE_LEN)
        return -1;
    for (size_t i = 0; i < G_N_ELEMENTS(CURRENCIES); i++)
        for (const char *at = CURRENCIES[i].codes; at; at = strchr(at, ' ')) {
            at += *at == ' ';
            if (strncmp(at, code, CODE_LEN) == 0)
                return CURRENCIES[i].decimals;
        }
    return -1;
}

/* Commas apart by three digits, from the point backwards. */
static bool is_grouped(const char *text, size_t whole) {
    const char *first = memchr(text, ',', whole);
    if (!first)
        return true;
    if (first == text || first - text > 3)
        return false;
    for (size_t i = (size_t)(first - text); i < whole; i++)
        if ((text[i] == ',') != ((whole - i) % 4 == 0))
            return false;
    return true;
}

bool pd_money_parse(const char *text, const char *currency, int64_t *out_minor, GError **error) {
    int decimals = pd_currency_decimals(currency);
    size_t whole = strspn(text, "0123456789,"), n_digits = 0;
    const char *point = text + whole;
    size_t behind = *point == '.' ? strspn(point + 1, "0123456789") : 0;
    bool is_number = whole > 0 && (*point == '\0' || (behind > 0 && point[1 + behind] == '\0'));
    if (!is_number || !is_grouped(text, whole) || decimals < 0 || behind > (size_t)decimals) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no amount in %s; write %s", text, currency,
                    decimals == 0 ? "1250" : "1250.50");
        return false;
    }
    int64_t minor = 0;
    for (const char *at = text; *at; at++)
        if (g_ascii_isdigit(*at) && ++n_digits <= DIGITS_MAX)
            minor = minor * 10 + (*at - '0');
    for (size_t i = behind; i < (size_t)decimals; i++, n_digits++)
        minor *= 10;
    if (n_digits > DIGITS_MAX) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is more than any fee", text);
        return false;
    }
    *out_minor = minor;
    return true;
}

char *pd_money_text(int64_t minor, const char *currency) {
    int decimals = currency ? pd_currency_decimals(currency) : 0;
    int64_t unit = decimals == 3 ? 1000 : decimals == 2 ? 100 : 1;
    if (unit == 1)
        return g_strdup_printf("%" PRId64, minor);
    return g_strdup_printf("%" PRId64 ".%0*" PRId64, minor / unit, decimals, minor % unit);
}
