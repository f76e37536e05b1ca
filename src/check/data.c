/* What the page's structured data says of a picture (check/data.h). */
#include "check/data.h"

#include <string.h>

char *pd_check_data(const PdUse *use, const char *property) {
    size_t len = strlen(property);
    for (const char *line = use->figure ? use->figure->data : NULL; line && *line;) {
        const char *end = strchr(line, '\n');
        size_t line_len = end ? (size_t)(end - line) : strlen(line);
        if (line_len > len && strncmp(line, property, len) == 0 && line[len] == '\t')
            return g_strndup(line + len + 1, line_len - len - 1);
        line = end ? end + 1 : NULL;
    }
    return NULL;
}

char *pd_check_data_place(const PdUse *use) {
    return g_strdup_printf("page figure %u, structured data", use->figure->position);
}
