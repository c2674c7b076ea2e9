/** The operator's contract: what the commands say and do, and how the server starts and ends. */
@NullMarked
package stoa.conformance.operator;

import org.jspecify.annotations.NullMarked;
