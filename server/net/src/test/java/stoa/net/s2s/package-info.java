@NullMarked
package stoa.net.s2s;

import org.jspecify.annotations.NullMarked;
