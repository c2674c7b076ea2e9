/** The floor: the least a server on the same stack can cost, a bare TLS echo. */
@NullMarked
package stoa.bench.floor;

import org.jspecify.annotations.NullMarked;
