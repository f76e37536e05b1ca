/* hotlinked-supplier: the page loads the picture from the supplier's own servers. */
#include <string.h>

#include "check/rule.h"

static const char *const HOSTS[] = {
    "media.gettyimages.com", "media.istockphoto.com", "image.shutterstock.com", "alamy.com", "ftcdn.net",
    "dreamstime.com",        "imago-images.de",       "imago-images.com",       "123rf.com", "depositphotos.com",
    "picture-alliance.com"};

/* The host of an address, "" without one. (transfer full) */
static char *host_of(const char *url) {
    const char *start = strstr(url, "://");
    start = start ? start + 3 : g_str_has_prefix(url, "//") ? url + 2 : NULL;
    return start ? g_ascii_strdown(start, (gssize)strcspn(start, "/?#:")) : g_strdup("");
}

static bool is_supplier(const char *host) {
    for (size_t i = 0; i < G_N_ELEMENTS(HOSTS); i++) {
        size_t len = strlen(host), tail = strlen(HOSTS[i]);
        if (len >= tail && strcmp(host + len - tail, HOSTS[i]) == 0 && (len == tail || host[len - tail - 1] == '.'))
            return true;
    }
    return false;
}

static void run(PdCheck *check) {
    const PdFigure *figure = check->use->figure;
    if (!figure || figure->kind != PD_FIGURE_IMAGE || !figure->url)
        return;
    g_autofree char *host = host_of(figure->url);
    if (!is_supplier(host))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the picture is loaded from %s, a supplier's server", host);
    finding->found = g_strdup(figure->url);
    finding->evidence = pd_check_place(check->use);
    finding->suggestion = g_strdup("license the picture and serve the delivered file");
}

const PdRule pd_rule_hotlinked_supplier = {
    .id = "hotlinked-supplier",
    .group = "copy",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts",
    .summary = "The page loads the picture from its supplier's server",
    .help = "What stands there is a preview, and nobody was paid.\n\n"
            "Fails:  https://media.gettyimages.com/id/1302441145/photo/x.jpg\n"
            "Passes: https://news.example/img/gettyimages-1302441145.jpg\n",
    .is_overridable = true,
    .run = run,
};
