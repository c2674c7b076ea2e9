@NullMarked
package stoa.net.stream;

import org.jspecify.annotations.NullMarked;
