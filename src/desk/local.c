/* Local files of a page (desk/local.h). */
#include "desk/local.h"

#include <string.h>

#include "host/file.h"

static bool has_scheme(const char *url) {
    size_t n = strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
    return url[n] == ':' || g_str_has_prefix(url, "//");
}

static bool lies_below(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '/' || g_str_has_suffix(folder, "/"));
}

/* The file's real path when it is a regular file whose real path lies below the folder's. */
static char *file_below(const char *folder, const char *rest) {
    g_autofree char *candidate = g_build_filename(folder, rest, NULL);
    g_autofree char *real_folder = pd_host_real_path(folder);
    g_autofree char *real = pd_host_real_path(candidate);
    if (!real || !real_folder || !lies_below(real, real_folder) || pd_host_path_kind(real) != PD_PATH_FILE)
        return NULL;
    return g_steal_pointer(&real);
}

/* As written first: file names with '%' or '?' exist. */
static char *resolve(const char *url, const char *folder) {
    char *file = file_below(folder, url);
    if (file)
        return file;
    g_autofree char *plain = g_strndup(url, strcspn(url, "?#"));
    g_autofree char *decoded = g_uri_unescape_string(plain, NULL);
    return decoded && *decoded ? file_below(folder, decoded) : NULL;
}

static char *local_file(const char *url, const char *folder, const char *media_root) {
    if (!url || !*url || has_scheme(url))
        return NULL;
    if (*url != '/')
        return resolve(url, folder);
    return media_root ? resolve(url + 1, media_root) : NULL;
}

char *pd_desk_local_file(const PdFigure *figure, const char *article_path, const char *media_root) {
    g_autofree char *absolute = pd_host_absolute(article_path);
    g_autofree char *folder = g_path_get_dirname(absolute);
    char *file = local_file(figure->url, folder, media_root);
    for (const char *const *url = figure->urls; !file && url && *url; url++)
        file = local_file(*url, folder, media_root);
    return file;
}
