/** The event loops of Vert.x as the ports of core want them. */
@NullMarked
package stoa.net.loop;

import org.jspecify.annotations.NullMarked;
