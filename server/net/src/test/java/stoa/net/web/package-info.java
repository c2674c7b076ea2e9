@NullMarked
package stoa.net.web;

import org.jspecify.annotations.NullMarked;
