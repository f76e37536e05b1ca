/* Opening the invocation's catalogue. */
#include "cli/open.h"
#include "cli/command.h"
#include "host/file.h"
#include "picdesk/error.h"

static char *default_catalog(void) {
    return g_build_filename(g_get_user_data_dir(), "picdesk", "catalog.db", NULL);
}

PdCatalog *pd_cli_open(const PdInvocation *invocation, PdCatalogMode mode) {
    g_autofree char *address = invocation->catalog ? g_strdup(invocation->catalog) : default_catalog();
    g_autoptr(GError) error = NULL;
    if (mode != PD_CATALOG_READ && !invocation->catalog && !pd_host_make_parent(address, &error)) {
        pd_cli_warn("%s", error->message);
        return NULL;
    }
    PdCatalog *catalog = pd_catalog_open(address, mode, &error);
    if (!catalog)
        pd_cli_warn("%s", error->message);
    return catalog;
}

PdCatalog *pd_cli_open_or_empty(const PdInvocation *invocation) {
    g_autofree char *address = invocation->catalog ? g_strdup(invocation->catalog) : default_catalog();
    g_autoptr(GError) error = NULL;
    PdCatalog *catalog = pd_catalog_open(address, PD_CATALOG_READ, &error);
    if (!catalog && g_error_matches(error, PD_ERROR, PD_ERROR_NOT_FOUND)) {
        g_clear_error(&error);
        catalog = pd_catalog_open(address, PD_CATALOG_MEMORY, &error);
    }
    if (!catalog)
        pd_cli_warn("%s", error->message);
    return catalog;
}

PdCatalog *pd_cli_open_existing(const PdInvocation *invocation) {
    g_autofree char *address = invocation->catalog ? g_strdup(invocation->catalog) : default_catalog();
    if (pd_host_path_kind(address) == PD_PATH_NONE) {
        pd_cli_warn("there is no catalogue '%s'", address);
        return NULL;
    }
    return pd_cli_open(invocation, PD_CATALOG_WRITE);
}
