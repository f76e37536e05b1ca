/* picdesk: who made each picture, who must be credited, what it shows, and may we use it. All public headers. */
#ifndef PICDESK_PICDESK_H
#define PICDESK_PICDESK_H

#include "picdesk/article.h"
#include "picdesk/check.h"
#include "picdesk/credit.h"
#include "picdesk/error.h"
#include "picdesk/finding.h"
#include "picdesk/grammar.h"
#include "picdesk/image.h"
#include "picdesk/limits.h"
#include "picdesk/merge.h"
#include "picdesk/pair.h"
#include "picdesk/policy.h"
#include "picdesk/record.h"
#include "picdesk/rights.h"

#endif
