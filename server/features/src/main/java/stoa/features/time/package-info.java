/** XEP-0202 Entity Time 2.0: the server's clock in UTC. */
@NullMarked
package stoa.features.time;

import org.jspecify.annotations.NullMarked;
