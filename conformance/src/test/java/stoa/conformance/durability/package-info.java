/** What is left after kill -9, and that nothing is acknowledged before it is on the disk. */
@NullMarked
package stoa.conformance.durability;

import org.jspecify.annotations.NullMarked;
