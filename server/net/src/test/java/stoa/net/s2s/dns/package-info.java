@NullMarked
package stoa.net.s2s.dns;

import org.jspecify.annotations.NullMarked;
