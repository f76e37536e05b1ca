/* The pages of `picdesk explain`. Each appends to the page; what it names is borrowed. */
#ifndef PICDESK_CLI_EXPLAIN_H
#define PICDESK_CLI_EXPLAIN_H

#include "picdesk/finding.h"

/* What the file says, which value was chosen, and how its credit was read. */
void pd_explain_image(const PdImage *image, GString *page);
/* The figure as printed, its evidence, and how its credit was read. */
void pd_explain_figure(const PdUse *use, GString *page);
/* Why an image stands in a figure: the pair's signals in words. */
void pd_explain_pair(const PdUse *use, GString *page);
/* What the check says of it. */
void pd_explain_findings(const PdUse *use, GString *page);

#endif
