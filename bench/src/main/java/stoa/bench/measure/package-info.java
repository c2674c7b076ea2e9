/**
 * What is counted and how: CPU time and memory of a process tree from {@code /proc}, latencies in a
 * histogram, losses in a\n * ledger of numbered messages.
 */
@NullMarked
package stoa.bench.measure;

import org.jspecify.annotations.NullMarked;
