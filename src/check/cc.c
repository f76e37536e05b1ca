/* Public licences (check/cc.h). Codes and addresses: https://creativecommons.org/licenses/; the mark and CC0 stand under
 * /publicdomain/. */
#include "check/cc.h"

#include <string.h>

#include "codec/text.h"

static const PdField LICENCE_FIELDS[] = {PD_FIELD_LICENCE_URL, PD_FIELD_WEB_STATEMENT, PD_FIELD_RIGHTS_USAGE_TERMS,
                                         PD_FIELD_COPYRIGHT, PD_FIELD_TERMS};

static void read_version(const char *text, PdCc *out) {
    for (const char *at = text; *at; at++)
        if (g_ascii_isdigit(at[0]) && at[1] == '.' && g_ascii_isdigit(at[2]) && !g_ascii_isdigit(at[3]) && at[3] != '.' &&
            (at == text || !g_ascii_isdigit(at[-1]))) {
            memcpy(out->version, at, 3);
            out->version[3] = '\0';
            return;
        }
}

/* The parts of a code ("by-nc-nd", "BY SA") up to the first word that is none. */
static bool read_parts(const char *code, PdCc *out) {
    bool has_by = false;
    for (;;) {
        code += strspn(code, " -_.");
        if (strlen(code) < 2 || g_ascii_isalpha(code[2]))
            return has_by;
        if (g_ascii_strncasecmp(code, "by", 2) == 0)
            has_by = true;
        else if (g_ascii_strncasecmp(code, "nc", 2) == 0)
            out->is_nc = true;
        else if (g_ascii_strncasecmp(code, "nd", 2) == 0)
            out->is_nd = true;
        else if (g_ascii_strncasecmp(code, "sa", 2) == 0)
            out->is_sa = true;
        else
            return has_by;
        code += 2;
    }
}

/* "CC BY-SA", "CC-BY-SA", "Creative Commons BY-SA"; the names of the licences spelt out. */
static bool read_name(const char *text, PdCc *out) {
    g_autofree char *words = pd_text_words(text);
    for (const char *at = strstr(words, "cc by"); at; at = strstr(at + 1, "cc by"))
        if ((at == words || at[-1] == ' ') && read_parts(at + 3, out))
            return true;
    const char *at = strstr(words, "creative commons");
    if (!at)
        return false;
    if (read_parts(at + strlen("creative commons"), out))
        return true;
    out->is_nc = strstr(at, "noncommercial") || strstr(at, "non commercial") || strstr(at, "nicht kommerziell");
    out->is_nd = strstr(at, "noderiv") || strstr(at, "no deriv") || strstr(at, "keine bearbeitung");
    out->is_sa = strstr(at, "sharealike") || strstr(at, "share alike");
    return strstr(at, "attribution") || strstr(at, "namensnennung") || out->is_nc || out->is_nd || out->is_sa;
}

bool pd_check_cc_read(const char *text, PdCc *out) {
    static const char ADDRESS[] = "creativecommons.org/licenses/";
    *out = (PdCc){0};
    const char *at = text ? strstr(text, ADDRESS) : NULL;
    if (at) {
        out->is_cc = out->has_address = read_parts(at + strlen(ADDRESS), out);
        read_version(at + strlen(ADDRESS), out);
    } else if (text) {
        out->is_cc = read_name(text, out);
        if (out->is_cc)
            read_version(text, out);
    }
    return out->is_cc;
}

char *pd_check_cc_name(const PdCc *cc) {
    return g_strdup_printf("CC BY%s%s%s%s%s", cc->is_nc ? "-NC" : "", cc->is_nd ? "-ND" : "", cc->is_sa ? "-SA" : "",
                           *cc->version ? " " : "", cc->version);
}

const char *pd_check_cc_of_image(const PdCheck *check, PdField *out_field, PdCc *out) {
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(LICENCE_FIELDS); i++) {
        const char *text = pd_merged_text(merged, LICENCE_FIELDS[i]);
        *out_field = LICENCE_FIELDS[i];
        if (pd_check_cc_read(text, out))
            return text;
    }
    return NULL;
}

bool pd_check_cc(const PdCheck *check, PdCc *out, const char **out_text, char **out_evidence) {
    PdField field;
    const PdUse *use = check->use;
    if ((*out_text = pd_check_cc_of_image(check, &field, out))) {
        *out_evidence = pd_check_field_at(use, field);
        return true;
    }
    const char *texts[] = {use->figure ? use->figure->credit : NULL, use->printed ? use->printed->licence : NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (pd_check_cc_read(texts[i], out)) {
            *out_text = texts[i];
            *out_evidence = pd_check_place(use);
            return true;
        }
    return false;
}

/* ---- free of rights, and the crown's */

/* The first text of image or page that holds one of these folded phrases as whole words. */
static const char *find_phrase(const PdCheck *check, const char *const *phrases, size_t n_phrases, char **out_evidence) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    for (size_t i = 0; i <= G_N_ELEMENTS(LICENCE_FIELDS) + 1; i++) {
        bool is_field = i < G_N_ELEMENTS(LICENCE_FIELDS);
        PdField field = is_field ? LICENCE_FIELDS[i] : PD_FIELD_CREDIT;
        bool is_page = i > G_N_ELEMENTS(LICENCE_FIELDS);
        const char *text = is_page  ? use->figure ? use->figure->credit : NULL
                           : merged ? pd_merged_text(merged, field)
                                    : NULL;
        g_autofree char *words = pd_text_words(text ? text : "");
        g_autofree char *padded = g_strconcat(" ", words, " ", NULL);
        for (size_t k = 0; k < n_phrases; k++)
            if (strstr(padded, phrases[k])) {
                *out_evidence = is_page ? pd_check_place(use) : pd_check_field_at(use, field);
                return text;
            }
    }
    return NULL;
}

const char *pd_check_public_domain(const PdCheck *check, char **out_evidence) {
    static const char *const PHRASES[] = {" public domain ",   " publicdomain ",     " gemeinfrei ",    " domaine public ",
                                          " dominio publico ", " dominio pubblico ", " publiek domein "};
    return find_phrase(check, PHRASES, G_N_ELEMENTS(PHRASES), out_evidence);
}

const char *pd_check_crown(const PdCheck *check, char **out_evidence) {
    static const char *const PHRASES[] = {" crown copyright ", " open government licence ", " open government license ",
                                          " ogl "};
    return find_phrase(check, PHRASES, G_N_ELEMENTS(PHRASES), out_evidence);
}

const char *pd_check_licence_category(const PdCheck *check) {
    PdCc cc;
    const char *text;
    g_autofree char *evidence = NULL;
    if (pd_check_cc(check, &cc, &text, &evidence))
        return "creative-commons";
    g_autofree char *public_at = NULL;
    g_autofree char *crown_at = NULL;
    if (pd_check_crown(check, &crown_at))
        return "crown";
    if (pd_check_public_domain(check, &public_at))
        return "public-domain";
    const PdCredit *printed = check->use->printed;
    return printed && printed->licence ? "royalty-free" : NULL;
}
