/* Signals that ask the program to end: they set a flag, which long work looks at between two pieces. */
#ifndef PICDESK_HOST_SIGNAL_H
#define PICDESK_HOST_SIGNAL_H

/* From now on SIGINT, SIGTERM and SIGHUP only set the flag; the second one of them ends the program at once. A write beyond
 * the file size limit becomes an error instead of a signal. Idempotent. */
void pd_signal_watch(void);
/* The signal that came, 0 = none. */
int pd_signal_pending(void);

#endif
