/* The house's lexicon files (cli/house.h). */
#include "cli/house.h"

#include <glib.h>

#include "cli/command.h"
#include "credit/lexicon.h"
#include "host/file.h"
#include "host/place.h"

enum { MAX_LEXICON_BYTES = 8 << 20 };

char *pd_cli_house_lexicon(const char *name) {
    g_autofree char *file = g_strconcat("lexicon/", name, ".tsv", NULL), *path = pd_host_config_path(file);
    return pd_host_is_file(path) ? g_steal_pointer(&path) : NULL;
}

static bool add_file(const char *name) {
    g_autofree char *path = pd_cli_house_lexicon(name);
    if (!path)
        return true;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pd_host_read(path, MAX_LEXICON_BYTES, &error);
    if (!bytes) {
        pd_cli_warn("%s", error->message);
        return false;
    }
    size_t len;
    const char *data = g_bytes_get_data(bytes, &len);
    if (pd_credit_lexicon_add(name, data, len, &error))
        return true;
    pd_cli_warn("%s: %s", path, error->message);
    return false;
}

bool pd_cli_house_lexicons(void) {
    size_t n;
    const PdLexiconFile *files = pd_credit_lexicon_files(&n);
    bool is_good = add_file("names");
    for (size_t i = 0; i < n; i++)
        is_good = add_file(files[i].name) && is_good;
    return is_good;
}
