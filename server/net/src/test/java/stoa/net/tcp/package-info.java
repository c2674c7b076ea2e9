@NullMarked
package stoa.net.tcp;

import org.jspecify.annotations.NullMarked;
