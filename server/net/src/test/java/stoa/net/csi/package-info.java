@NullMarked
package stoa.net.csi;

import org.jspecify.annotations.NullMarked;
