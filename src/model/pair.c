/* Pairs and findings: what they hold is freed here. */
#include "picdesk/pair.h"

#include "picdesk/finding.h"

void pd_pair_clear(PdPair *pair) {
    for (size_t i = 0; i < pair->n_evidence; i++)
        g_free(pair->evidence[i].detail);
    g_free(pair->evidence);
    *pair = (PdPair){0};
}

void pd_pairing_init(PdPairing *pairing) {
    *pairing = (PdPairing){.pairs = g_array_new(FALSE, TRUE, sizeof(PdPair))};
    g_array_set_clear_func(pairing->pairs, (GDestroyNotify)pd_pair_clear);
}

void pd_pairing_done(PdPairing *pairing) {
    g_clear_pointer(&pairing->pairs, g_array_unref);
}

void pd_finding_clear(PdFinding *finding) {
    g_free(finding->field);
    g_free(finding->message);
    g_free(finding->found);
    g_free(finding->expected);
    g_free(finding->evidence);
    g_free(finding->suggestion);
    g_free(finding->answer);
    *finding = (PdFinding){0};
}

PdImage *pd_image_new(void) {
    return g_new0(PdImage, 1);
}

void pd_image_free(PdImage *image) {
    if (!image)
        return;
    pd_merged_free(image->merged);
    pd_record_free(image->record);
    g_free(image->path);
    g_free(image);
}
