/* What the page's structured data says of a picture (PdFigure.data). */
#ifndef PICDESK_CHECK_DATA_H
#define PICDESK_CHECK_DATA_H

#include "check/rule.h"

/* The value of a property, NULL when the data does not state it or there is none. (transfer full): g_free(). */
char *pd_check_data(const PdUse *use, const char *property);
/* "page figure 2, json-ld". (transfer full): g_free(). */
char *pd_check_data_place(const PdUse *use);

#endif
