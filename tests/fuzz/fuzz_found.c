/* What a jailed reader answers: a taken-over one may send anything. */
#include "desk/found.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    PdFound found = {0}, flat = {0};
    bool is_sensible = pd_found_decode(data, size, false, &found);
    if (is_sensible && !found.record && !found.article && !found.raster.grey && !found.error)
        __builtin_trap();
    if (pd_found_decode(data, size, true, &flat) != is_sensible || (is_sensible && found.record && !flat.flat.bytes))
        __builtin_trap();
    pd_found_done(&found);
    pd_found_done(&flat);
    return 0;
}
