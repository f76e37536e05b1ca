/* A program of someone else's that uses the installed library. */
#include <picdesk/picdesk.h>

int main(void) {
    g_autoptr(PdRecord) record = pd_record_new();
    const PdValue value = {.field = PD_FIELD_CREDIT, .origin = PD_ORIGIN_IPTC, .at = PD_AT_UNKNOWN, .text = "Getty Images"};
    return pd_record_add(record, &value, pd_limits_default()) && record->n_values == 1 ? 0 : 1;
}
