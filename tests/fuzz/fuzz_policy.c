/* The policy file of a house. */
#include "picdesk/policy.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    g_autoptr(PdPolicy) policy = pd_policy_parse((const char *)data, size, NULL, NULL);
    if (policy)
        pd_policy_severity(policy, "missing-credit", PD_SEVERITY_ERROR);
    return 0;
}
