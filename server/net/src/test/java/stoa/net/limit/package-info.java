@NullMarked
package stoa.net.limit;

import org.jspecify.annotations.NullMarked;
