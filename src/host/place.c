/* Where things stand on this machine (XDG Base Directory Specification). */
#include "host/place.h"

bool pd_host_is_file(const char *path) {
    return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

char *pd_host_config_path(const char *name) {
    return g_build_filename(g_get_user_config_dir(), "picdesk", name, NULL);
}
