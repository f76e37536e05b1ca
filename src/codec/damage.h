/* Damage that a text took on its way. */
#ifndef PICDESK_CODEC_DAMAGE_H
#define PICDESK_CODEC_DAMAGE_H

/* What is wrong with the text, in words that follow "holds"; NULL for a sound one. out_mended gets the text as it was meant
 * when that needs no guess, else NULL. (transfer full): g_free(). */
const char *pd_text_damage(const char *text, char **out_mended);

#endif
