@NullMarked
package stoa.net.loop;

import org.jspecify.annotations.NullMarked;
