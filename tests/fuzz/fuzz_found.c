/* What a jailed reader answers: a taken-over one may send anything. */
#include "desk/found.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    PdFound found = {0};
    if (pd_found_decode(data, size, &found) && !found.record && !found.article && !found.raster.grey && !found.error)
        __builtin_trap();
    pd_found_done(&found);
    return 0;
}
