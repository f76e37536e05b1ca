/* The quick scanner against Expat: what it accepts, Expat must accept with the same events; what it gave before it gave up
 * must be how Expat begins. */
#include <stdlib.h>

#include "codec/xml_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_name(GString *out, const PdXmlName *name) {
    g_string_append_printf(out, "{%s}%s:%s", name->uri ? name->uri : "", name->prefix, name->local);
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    GString *out = user;
    g_string_append_printf(out, "\n<%zu ", at);
    put_name(out, name);
    for (size_t i = 0; i < n; i++) {
        g_string_append_c(out, ' ');
        put_name(out, &attributes[i].name);
        g_string_append_printf(out, "='%s'", attributes[i].value);
    }
    g_string_append(out, ">\n");
}

static void on_end(void *user) {
    g_string_append(user, "\n/\n");
}

static void on_text(void *user, const char *text, size_t len) {
    g_string_append_len(user, text, (gssize)len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const PdXmlEvents EVENTS = {on_start, on_end, on_text};
    g_autoptr(GString) quick = g_string_new(NULL), slow = g_string_new(NULL);
    bool is_scanned = pd_xml_scan(data, size, pd_limits_default(), &EVENTS, quick);
    bool is_read = pd_xml_read(data, size, "UTF-8", pd_limits_default(), &EVENTS, slow, NULL, NULL);
    if (is_scanned && (!is_read || !g_string_equal(quick, slow)))
        abort();
    return 0;
}
