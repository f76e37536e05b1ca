/* Notes about what was erased (cli/forgotten.h). */
#include "cli/forgotten.h"

#include <inttypes.h>

#include "catalog/forget.h"
#include "cli/command.h"
#include "cli/rights.h"
#include "host/file.h"

void pd_cli_tell_left_out(const PdCatalog *catalog) {
    int64_t n = pd_catalog_left_out(catalog);
    if (n > 0)
        pd_cli_warn("%" PRId64 " values were left out: they name somebody who was erased with 'picdesk forget'", n);
}

void pd_cli_tell_forgotten_root(PdCatalog *catalog, const char *path) {
    g_autofree char *absolute = pd_host_absolute(path), *real = pd_host_real_path(absolute);
    int64_t folder = 0, at_us = 0;
    const char *known = real ? real : absolute;
    if (!pd_catalog_find_folder(catalog, known, &folder, NULL) || folder ||
        !pd_catalog_root_forgotten(catalog, known, &at_us, NULL) || at_us == 0)
        return;
    g_autofree char *at = pd_cli_moment(at_us);
    pd_cli_warn("'%s' was erased with 'picdesk forget' (%.10s); it is catalogued anew", path, at);
}
