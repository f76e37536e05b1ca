/* The error domain (include/picdesk/error.h). */
#include "picdesk/error.h"

GQuark pd_error_quark(void) {
    return g_quark_from_static_string("picdesk-error");
}
