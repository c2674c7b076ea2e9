@NullMarked
package stoa.net.sm;

import org.jspecify.annotations.NullMarked;
